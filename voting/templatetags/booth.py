"""`{% load booth %}`: texts cut for a small screen, receipts in groups."""

import re

from django import template

from voting.codes import grouped

register = template.Library()

SHORT = 150
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@register.filter
def in_short(text: str) -> str:
    """A short text whole; of a longer one the first sentence, or as many words as fit."""
    text = str(text).strip()
    if len(text) <= SHORT:
        return text
    first = _SENTENCE_END.split(text, maxsplit=1)[0]
    if len(first) <= SHORT:
        return first
    return text[:SHORT].rpartition(" ")[0] + " …"


@register.filter
def the_rest(text: str) -> str:
    """What `in_short` left out: the sentences after the first, or the whole when it was cut."""
    text = str(text).strip()
    short = in_short(text)
    return text if short.endswith(" …") else text[len(short) :].strip()


@register.filter
def in_groups(code: str) -> str:
    """`{{ receipt|in_groups }}`: `abcd-efgh-jk`."""
    return grouped(code)
