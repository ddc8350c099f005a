"""Mail in the language of a person: plain text, and the same words in simple HTML.

Somebody whose language is unknown gets Dutch and French in one mail, as the law on the use of
languages asks of the City: a person is answered in theirs, and nobody guesses which that is.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from budgeting.languages import ORDER

BOTH = ("nl", "fr")
BETWEEN = "\n\n----------\n\n"


class Part(NamedTuple):
    """One language of a mail; `html` is what stands in the frame, without a page around it."""

    language: str
    subject: str
    text: str
    html: str


def letter(
    template: str, values: Mapping[str, Any], *, to: str, language: str
) -> EmailMultiAlternatives:
    """A mail from `emails/<template>.txt` (its first line is the subject) and `.html`.

    Written in `language`; in Dutch and French when that is none of this site's languages.
    """
    languages = (language,) if language in ORDER else BOTH
    return enveloped([_part(template, values, code) for code in languages], to=to)


def enveloped(parts: Sequence[Part], *, to: str) -> EmailMultiAlternatives:
    """The parts in one mail, one below the other."""
    # What people typed may stand in a subject: as one line, whatever was in it.
    subject = " ".join(" · ".join(part.subject for part in parts).split())
    mail = EmailMultiAlternatives(subject, BETWEEN.join(part.text for part in parts), to=[to])
    mail.attach_alternative(render_to_string("emails/frame.html", {"parts": parts}), "text/html")
    return mail


def _part(template: str, values: Mapping[str, Any], language: str) -> Part:
    with translation.override(language):
        text = render_to_string(f"emails/{template}.txt", dict(values))
        subject, _blank, body = text.partition("\n")
        html = render_to_string(f"emails/{template}.html", dict(values))
    return Part(language, subject.strip(), body.strip(), html)
