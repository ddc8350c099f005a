"""Files of people who mean harm, and of machines that do it by mistake, for tests."""

import io
import struct
import zipfile
import zlib

import pypdfium2
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

SMALL = (144.0, 144.0)  # points


def blank_pdf(pages: int = 1, size: tuple[float, float] = SMALL) -> bytes:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _page in range(pages):
        document.new_page(*size)
    document.save(out)
    document.close()
    return out.getvalue()


def locked_pdf(password: str) -> bytes:
    """A page that says something; who has no password may still not change it."""
    out = io.BytesIO()
    lock = StandardEncryption(userPassword=password, ownerPassword="the owner", strength=128)
    page = Canvas(out, pagesize=SMALL, encrypt=lock)
    page.drawString(10, 10, "1")
    page.save()
    return out.getvalue()


def flat_picture(kind: str, width: int, height: int) -> bytes:
    """A real picture of one grey, small on a disk and huge in memory."""
    out = io.BytesIO()
    options = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    Image.new("L", (width, height), 200).save(out, kind, **options)
    return out.getvalue()


def claiming_tiff(width: int, height: int) -> bytes:
    """A TIFF that only claims its size."""
    tags = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (279, 4)]
    body = struct.pack("<2sHI", b"II", 42, 12) + bytes(4)
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return body + struct.pack("<H", len(tags)) + entries + bytes(4)


def endless_tiff() -> bytes:
    """A TIFF whose first page is followed by itself."""
    data = claiming_tiff(2, 2)
    return data[:-4] + struct.pack("<I", 12)


def torn_tiff() -> bytes:
    """A TIFF whose second page has neither a width nor a height."""
    data = claiming_tiff(2, 2)
    return data[:-4] + struct.pack("<I", len(data)) + bytes(6)


def pdf_of_picture(width: int, height: int, *, beside: bytes = b"") -> bytes:
    """A page with one picture of a million to one, and whatever is drawn `beside` it."""
    packer = zlib.compressobj(9, wbits=-15)
    million = packer.compress(bytes(10**6)) + packer.flush(zlib.Z_FULL_FLUSH)
    pixels = b"\x78\x9c" + million * -(-width * height // 10**6)
    picture = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Filter/FlateDecode/Length %d>>" % (width, height, len(pixels))
    )
    content = b"q 144 0 0 144 0 0 cm /I Do Q " + beside
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 144 144]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        picture + b"\nstream\n" + pixels + b"\nendstream",
    )


def slow_pdf(strokes: int = 60_000) -> bytes:
    """A page that takes many seconds to draw: dashes of a thousandth of a point, everywhere."""
    content = zlib.compress(b"[.001] 0 d .1 w " + b"0 0 m 144 144 l S 0 144 m 144 0 l S " * strokes)
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 144 144]/Contents 4 0 R/Resources<<>>>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n" % len(content) + content + b"\nendstream",
    )


def _pdf(*objects: bytes) -> bytes:
    out, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, len(out))
    return out + head + table + tail


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("scan.pdf", data)
    return out.getvalue()
