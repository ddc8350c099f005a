"""A pen for pages of a PDF: what is drawn becomes the operators of a content stream.

Works in millimetres from the top left of the page; type sizes are points. The three fonts are of
the fourteen that every reader has, so nothing is embedded.
"""

from collections.abc import Iterable, Sequence

from voting.paper.geometry import MM_PER_POINT, TextLine

PLAIN, BOLD, FIXED = "R", "B", "C"
FONTS = {PLAIN: "Helvetica", BOLD: "Helvetica-Bold", FIXED: "Courier-Bold"}
COURIER_WIDTH = 0.6  # of the type size: the width of any letter

Rectangle = tuple[int, int, int, int]


class Pen:
    """Draws one page, or one form that pages share."""

    def __init__(self, page_height_mm: float) -> None:
        self._height = page_height_mm
        self._parts: list[str] = []

    def content(self) -> bytes:
        """The operators so far (ISO 32000-1, 8 and 9); text in Windows-1252."""
        return "\n".join(self._parts).encode("cp1252")

    def form(self, name: str) -> None:
        """Put a shared form of the whole page here."""
        self._parts.append(f"/{name} Do")

    def lines(self, lines: Iterable[TextLine]) -> None:
        """Lines of type, as they were measured."""
        for line in lines:
            self.text(line.text, line.x_mm, line.y_mm, line.size_pt, BOLD if line.bold else PLAIN)

    def text(self, text: str, x: float, y: float, size: float, font: str) -> None:
        """One line from its baseline; its letters are those of `typeset.printable`."""
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        at = f"{_points(x)} {_points(self._height - y)}"
        self._parts.append(f"BT /{font} {_number(size)} Tf {at} Td ({escaped}) Tj ET")

    def gray(self, share: float) -> None:
        """The colour of lines from here on: 0 black to 1 white."""
        self._parts.append(f"{_number(share)} G")

    def line(
        self, x1: float, y1: float, x2: float, y2: float, width: float, *, dashed: bool = False
    ) -> None:
        start = f"{_points(x1)} {_points(self._height - y1)}"
        end = f"{_points(x2)} {_points(self._height - y2)}"
        dash, solid = ("[4 3] 0 d ", " [] 0 d") if dashed else ("", "")
        self._parts.append(f"{dash}{_points(width)} w {start} m {end} l S{solid}")

    def rect(self, x: float, y: float, width: float, height: float) -> None:
        """A solid black rectangle by its top left corner."""
        self._parts.append(f"{self._area(x, y, width, height)} f")

    def outline(self, x: float, y: float, width: float, height: float, line: float) -> None:
        """A frame whose outer edge is the given rectangle."""
        inner = self._area(x + line / 2, y + line / 2, width - line, height - line)
        self._parts.append(f"{_points(line)} w {inner} S")

    def modules(self, rectangles: Sequence[Rectangle], x: float, y: float, size: float) -> None:
        """The dark modules of a symbol, in whole modules of `size` mm: one path, filled once, so
        that there are no hairlines between neighbours.
        """
        scale = _number(size / MM_PER_POINT, 5)
        place = f"{_points(x)} {_points(self._height - y)}"
        path = "\n".join(f"{left} {top} {wide} {high} re" for left, top, wide, high in rectangles)
        self._parts.append(f"q {scale} 0 0 -{scale} {place} cm\n{path}\nf Q")

    def _area(self, x: float, y: float, width: float, height: float) -> str:
        place = (x, self._height - y - height, width, height)
        return " ".join(map(_points, place)) + " re"


def _points(millimetres: float) -> str:
    return _number(millimetres / MM_PER_POINT)


def _number(value: float, digits: int = 3) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
