"""What others made and this site is built with, each with its licence, for the colophon.

Names and licences are the same in every language. Works that are served to visitors come with the
text of their licence, among the static files of the app that serves them.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Work(NamedTuple):
    """`use` is a few words for people; `text` the path of the served licence text, or ""."""

    name: str
    licence: str
    use: str | Promise
    text: str = ""


ON_SCREEN = (
    Work("Atkinson Hyperlegible Next", "OFL-1.1", _("the letters, made to be easy to tell apart"),
         "budgeting/licences/atkinson-hyperlegible-next.txt"),
    Work("Pico CSS", "MIT", _("the ground of the layout"),
         "budgeting/licences/pico.txt"),
    Work("Leaflet", "BSD-2-Clause", _("the large map"),
         "budgeting/licences/leaflet.txt"),
    Work("htmx", "0BSD", _("changes a part of a page without loading all of it")),
    Work("zxing-wasm, ZXing-C++", "MIT, Apache-2.0", _("reads the QR codes"),
         "voting/licences/zxing.txt"),
)  # fmt: skip

ON_SERVER = (
    Work("Django", "BSD-3-Clause", _("the pages and the database")),
    Work("django-allauth", "MIT", _("signing in")),
    Work("django-csp", "BSD-3-Clause", _("keeps foreign scripts out")),
    Work("django-htmx", "MIT", _("changes a part of a page without loading all of it")),
    Work("WhiteNoise", "MIT", _("serves styles and pictures")),
    Work("Gunicorn", "MIT", _("the web server")),
    Work("Psycopg", "LGPL-3.0-only", _("the connection with the database")),
    Work("Celery", "BSD-3-Clause", _("tasks in the background")),
    Work("redis-py", "MIT", _("tasks in the background")),
    Work("PyNaCl, libsodium", "Apache-2.0, ISC", _("seals the votes")),
    Work("cryptography", "Apache-2.0, BSD-3-Clause", _("opens what phones have sealed")),
    Work("PyCryptodome", "BSD-2-Clause", _("divides the key of the ballot box")),
    Work("pabutools", "GPL-3.0-or-later", _("counts the votes")),
    Work("NumPy", "BSD-3-Clause", _("calculates")),
    Work("gmpy2", "LGPL-3.0-or-later", _("calculates")),
    Work("PuLP", "MIT", _("calculates")),
    Work("HiGHS", "MIT", _("draws lots with the fairest chances, where it is installed")),
    Work("ReportLab", "BSD-3-Clause", _("makes the paper ballots")),
    Work("Python QR Code", "BSD-3-Clause", _("draws the QR codes")),
    Work("ZXing-C++", "Apache-2.0", _("reads the QR codes")),
    Work("OpenCV", "Apache-2.0", _("reads the marks on paper ballots")),
    Work("Pillow", "MIT-CMU", _("reads pictures")),
    Work("pypdfium2, PDFium", "BSD-3-Clause, Apache-2.0", _("reads scanned PDF files")),
)
