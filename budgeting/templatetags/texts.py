"""`{% load texts %}`: what the translator's desk shows of two texts."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from budgeting.translating import Piece

register = template.Library()


@register.simple_tag
def word_changes(pieces: Iterable[Piece]) -> SafeString:
    """`{% word_changes pieces %}`: a text with what went and what came, also for the ear."""
    drawn = []
    for piece in pieces:
        if piece.kind == "same":
            drawn.append(format_html("{}", piece.text))
            continue
        tag, word = ("del", _("gone:")) if piece.kind == "gone" else ("ins", _("new:"))
        drawn.append(
            format_html(
                '<{0}><span class="visually-hidden">[{1} </span>{2}<span class="visually-hidden">]'
                "</span></{0}>{3}",
                tag,
                word,
                piece.text.rstrip(),
                piece.text[len(piece.text.rstrip()) :],
            )
        )
    return format_html_join("", "{}", ((one,) for one in drawn))
