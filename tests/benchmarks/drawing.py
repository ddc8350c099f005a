"""A log-log drawing as SVG, by hand: axes with a line for each power of ten, a legend, no more."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 460, 70, 150, 40, 60
COLOURS = ("#1d4e89", "#b3541e", "#2d6a4f", "#6d3a8c")
MARKS = 2, 5


@dataclass(frozen=True)
class Line:
    """A named line; `points` are (x, y), both more than zero."""

    name: str
    points: list[tuple[float, float]]


@dataclass(frozen=True)
class _Axis:
    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value."""
        part = math.log10(value / self.low) / math.log10(self.high / self.low)
        return self.start + part * (self.end - self.start)

    def ticks(self) -> Iterator[float]:
        """Every 1, 2 and 5 of a power of ten that lies within."""
        for power in range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1):
            for factor in (1, *MARKS):
                if self.low <= factor * 10.0**power <= self.high:
                    yield factor * 10.0**power


def log_log(title: str, label: str, lines: list[Line]) -> str:
    """The drawing of lines of milliseconds."""
    across = [x for line in lines for x, _ in line.points]
    up = [max(y, 1e-3) for line in lines for _, y in line.points]
    x_axis = _Axis(min(across) / 1.1, max(across) * 1.1, LEFT, WIDTH - RIGHT)
    y_axis = _Axis(min(up) / 1.3, max(up) * 1.3, HEIGHT - BOTTOM, TOP)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
            f' font-family="sans-serif" font-size="13"><title>{escape(title)}</title>'
        ),
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="16">{escape(title)}</text>',
        *_grid(x_axis, y_axis),
        f'<text x="{LEFT}" y="{HEIGHT - 14}">{escape(label)}</text>',
    ]
    for number, line in enumerate(lines):
        parts += _line(line, COLOURS[number % len(COLOURS)], x_axis, y_axis, TOP + 16 + 22 * number)
    return "\n".join([*parts, "</svg>", ""])


def _grid(x_axis: _Axis, y_axis: _Axis) -> Iterator[str]:
    for value in x_axis.ticks():
        x = x_axis.at(value)
        yield f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{value:,g}</text>'
    for value in y_axis.ticks():
        y = y_axis.at(value)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:,g}</text>'


def _line(line: Line, colour: str, x_axis: _Axis, y_axis: _Axis, legend: int) -> Iterator[str]:
    places = [(x_axis.at(x), y_axis.at(max(y, 1e-3))) for x, y in line.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'
    left = WIDTH - RIGHT + 12
    yield f'<path d="M{left} {legend - 4}h18" stroke="{colour}" stroke-width="3"/>'
    yield f'<text x="{left + 24}" y="{legend}">{escape(line.name)}</text>'
