"""The measures of one box, in millimetres: what `strokes` finds and `read` judges."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One box. Areas are mm²: `strong` and `faint` are ink inside, `own` is what its strokes leave
    outside, `stray` is other ink in its zone.

    `outline` is the printed outline's mean darkness (0 to 1) and `on_outline` whether something
    lies on it. Of what is inside: `inside_mm` is the inside's width; `width` and `length` (mm) are
    those of the strokes, `off` the share of them beside the one line through most of them,
    `middle` the ink (mm²) away from the edges, `spans` the greater share of the inside that they
    cross in x or in y and `upright` whether that is y, `crossed` the share of lines across the
    inside that meet three strokes or more, `parts` in how many parts they cut it, `peak` the
    darkness that a tenth of the ink exceeds, `share` how much of the inside they cover.

    Of all its strokes: `whole_bend` is how far (mm, standard deviation) they lie from one straight
    line with what they leave outside, `shared` whether one is in other boxes too, `exits` how
    often ink leaves the box, where it does so on two opposite sides between the corners, else 0.
    `beside` lists the other boxes whose strokes reach into its zone.
    """

    outline: float
    inside_mm: float
    on_outline: bool = False
    strong: float = 0.0
    faint: float = 0.0
    own: float = 0.0
    stray: float = 0.0
    width: float = 0.0
    length: float = 0.0
    off: float = 0.0
    middle: float = 0.0
    spans: float = 0.0
    upright: bool = False
    crossed: float = 0.0
    parts: int = 0
    peak: float = 0.0
    share: float = 0.0
    whole_bend: float = 0.0
    shared: bool = False
    exits: int = 0
    beside: tuple[int, ...] = ()
