"""Short addresses without a language, for print; and every way in which somebody may retype one.

Whatever stands where a code is expected goes to the one view that never repeats it. A page for
"not found" would: in its language links, and in the line that is logged about it.
"""

from django.urls import path, re_path

from voting.logs import BOOTH_PAGES
from voting.views import entering

RETYPED = rf"^(?:/)*(?:[a-zA-Z]{{2}}/+)?[vV](?:[oO][tT][eE])?/+(?!{BOOTH_PAGES})(?P<code>[\s\S]+)$"

urlpatterns = [
    path("v/<str:code>", entering.short_code, name="short_code"),
    re_path(RETYPED, entering.short_code, name="short_code_retyped"),
]
