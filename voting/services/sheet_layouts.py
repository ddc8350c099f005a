"""The stored geometry of an edition's sheets: one for each form, and a new one when it changes."""

from dataclasses import replace

from django.db import transaction
from django.db.models import Max

from budgeting.models import Edition
from voting.codes import CodedError
from voting.errors import refusal_of
from voting.models import SheetLayout, Variant
from voting.paper.code import MAX_NIBBLE
from voting.paper.errors import PaperError
from voting.paper.frames import KINDS
from voting.paper.layout import Layout, make_layout
from voting.services import locks
from voting.services.ballot_list import projects_of
from voting.services.sheet_words import sheet_projects


def layout_of(edition: Edition, variant: str = Variant.STANDARD) -> tuple[Layout, SheetLayout]:
    """The geometry for new sheets: the latest stored one of this form where nothing changed, else
    a new one. The versions of an edition, 1 to 15, run through all forms. Refuses `bad_layout`.
    """
    projects = sheet_projects(projects_of(edition), edition.currency)
    kind = next(kind for kind in KINDS if kind == variant)
    try:
        layout = make_layout(projects, edition.ballot_format, variant=kind)
        latest = _latest(edition, variant, layout)
        if latest is not None:
            return replace(layout, version=latest.version), latest
        with transaction.atomic():
            held = locks.alone(edition.pk)
            latest = _latest(held, variant, layout)
            return (
                _stored(held, variant, layout)
                if latest is None
                else (replace(layout, version=latest.version), latest)
            )
    except CodedError as error:
        raise refusal_of(error) from None


def _latest(edition: Edition, variant: str, layout: Layout) -> SheetLayout | None:
    """The latest layout of this form, if it is this one."""
    found = (
        SheetLayout.objects.filter(edition=edition, variant=variant).order_by("-version").first()
    )
    if found is None or replace(layout, version=found.version).digest() != found.digest:
        return None
    return found


def _stored(edition: Edition, variant: str, layout: Layout) -> tuple[Layout, SheetLayout]:
    last = SheetLayout.objects.filter(edition=edition).aggregate(last=Max("version"))["last"] or 0
    if last >= MAX_NIBBLE:
        raise PaperError("bad_layout", reason="an edition has at most 15 layouts")
    layout = replace(layout, version=last + 1)
    stored = SheetLayout.objects.create(
        edition=edition,
        version=layout.version,
        variant=variant,
        document=layout.to_json(),
        digest=layout.digest(),
    )
    return layout, stored
