"""A PDF written while it grows: every finished page goes to the file at once, so that memory
stays flat however many pages there are (8 bytes a page and object are kept for the index).

The form of the file is that of ISO 32000-1, 7.5: header, objects, index of their places, trailer.
It is written from front to back and never read again, so it may go straight into a cipher.
"""

import zlib
from array import array
from typing import Protocol

from voting.paper.geometry import MM_PER_POINT
from voting.paper.pen import FONTS

CATALOG, PAGES, RESOURCES, INFO = 1, 2, 3, 4
FAN = 100  # pages below one node of the tree of pages


class Sink(Protocol):
    """Whatever takes bytes one after the other."""

    def write(self, data: bytes, /) -> int: ...


class PdfStream:
    """Pages of one size in millimetres. Equal calls write equal bytes: there is no date in them.

    `two_sided` tells a print dialogue what to propose (7.2 and 12.2 of the standard).
    """

    def __init__(
        self, out: Sink, *, page: tuple[float, float], title: str, two_sided: bool = False
    ) -> None:
        self._out, self._at = out, 0
        self._places = array("Q", [0] * 5)
        self._forms: dict[str, int] = {}
        self._nodes: list[tuple[int, int]] = []
        self._node, self._kids = 0, list[int]()
        self.pages = 0
        width, height = (length / MM_PER_POINT for length in page)
        self._box = f"[0 0 {width:.3f} {height:.3f}]"
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        duplex = "DuplexFlipLongEdge" if two_sided else "Simplex"
        wish = f"/ViewerPreferences << /PrintScaling /None /Duplex /{duplex} >>"
        self._object(CATALOG, f"<< /Type /Catalog /Pages {PAGES} 0 R /Lang (nl-BE) {wish} >>")
        name = title.encode("utf-16-be").hex()
        self._object(INFO, f"<< /Title <feff{name}> >>")

    def form(self, name: str, content: bytes) -> None:
        """A drawing of the size of a page that any page may show by its name."""
        kind = f"/Type /XObject /Subtype /Form /BBox {self._box} /Resources {RESOURCES} 0 R "
        self._forms[name] = self._stream(content, kind)

    def page(self, content: bytes = b"") -> None:
        """The next page; without content it stays white."""
        if not self._kids:
            self._node = self._reserve()
        page = self._reserve()
        shown = f" /Contents {self._stream(content)} 0 R" if content else ""
        self._object(page, f"<< /Type /Page /Parent {self._node} 0 R{shown} >>")
        self._kids.append(page)
        self.pages += 1
        if len(self._kids) == FAN:
            self._close_node()

    def finish(self) -> int:
        """Write what holds the pages together; returns how many there are."""
        if self._kids:
            self._close_node()
        kids = " ".join(f"{node} 0 R" for node, _count in self._nodes)
        shape = f"/MediaBox {self._box} /Resources {RESOURCES} 0 R"
        self._object(PAGES, f"<< /Type /Pages /Kids [{kids}] /Count {self.pages} {shape} >>")
        fonts = " ".join(f"/{name} {_font(font)}" for name, font in FONTS.items())
        forms = " ".join(f"/{name} {number} 0 R" for name, number in self._forms.items())
        self._object(RESOURCES, f"<< /Font << {fonts} >> /XObject << {forms} >> >>")
        self._index()
        return self.pages

    def _close_node(self) -> None:
        kids = " ".join(f"{kid} 0 R" for kid in self._kids)
        count = len(self._kids)
        self._object(
            self._node, f"<< /Type /Pages /Parent {PAGES} 0 R /Kids [{kids}] /Count {count} >>"
        )
        self._nodes.append((self._node, count))
        self._kids = []

    def _index(self) -> None:
        start, size = self._at, len(self._places)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for place in self._places[1:]:
            self._write(b"%010d 00000 n \n" % place)
        self._write(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
            % (size, CATALOG, INFO, start)
        )

    def _reserve(self) -> int:
        self._places.append(0)
        return len(self._places) - 1

    def _stream(self, content: bytes, kind: str = "") -> int:
        number, packed = self._reserve(), zlib.compress(content)
        head = f"<< {kind}/Length {len(packed)} /Filter /FlateDecode >>\nstream\n"
        self._begin(number)
        self._write(head.encode("ascii") + packed + b"\nendstream\nendobj\n")
        return number

    def _object(self, number: int, body: str) -> None:
        self._begin(number)
        self._write(body.encode("ascii") + b"\nendobj\n")

    def _begin(self, number: int) -> None:
        self._places[number] = self._at
        self._write(b"%d 0 obj\n" % number)

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


def _font(name: str) -> str:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
