"""The desk counts texts to translate as the translator's desk lists them."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from budgeting.models import Council, CouncilLink, Meeting, Need, Venue
from budgeting.phases import Phase
from budgeting.services.text_queue import jobs_of
from proposals.models import Advice, Proposal
from tallying.services.untranslated import untranslated
from tests import build

pytestmark = pytest.mark.django_db


def listed(council: Council) -> dict[tuple[int, int | None], int]:
    found: dict[tuple[int, int | None], int] = {}
    for job in jobs_of(council):
        place = (council.pk, job.row.edition.pk if job.row.edition else None)
        found[place] = found.get(place, 0) + len(job.todo)
    return {place: texts for place, texts in found.items() if texts}


def test_a_quiet_council_has_nothing_to_translate(council: Council) -> None:
    assert untranslated([council.pk]) == {} == listed(council)


def test_both_desks_count_the_same(
    council: Council, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    council.text_nl, council.name_en = "Wie we zijn.", "Council"
    council.save()
    Venue.objects.create(council=council, slug="hall", name_nl="Zaal", name_fr="", hours_fr="10 h")
    times = {"starts_at": build.NOW, "ends_at": build.NOW + timedelta(hours=2)}
    Meeting.objects.create(council=council, title_nl="Vergadering", title_fr="Réunion",
                           agenda_fr="Points", **times)  # fmt: skip
    CouncilLink.objects.create(council=council, url="https://example.org", title_nl="Gids")
    for phase in (Phase.CALL, Phase.PUBLICATION, Phase.VOTING):
        edition = build.edition(council, slug=phase, phase=phase, intro_fr="Bonjour",
                                influence_nl="", influence_fr="")  # fmt: skip
        edition.title_nl = "Een andere titel"
        edition.save()
        Need.objects.create(edition=edition, code="n", title_nl="Nood", title_fr="")
        texts = {"title_fr": "", "summary_fr": "", "description_nl": "Lang verhaal."}
        kept = build.proposal(edition, 1, outcome="kept", realised_by_nl="Stad", **texts)
        build.proposal(edition, 2, place_nl="Plein", realised_by_fr="Ville")
        build.proposal(edition, 3, outcome="rejected", **texts)
        opinion = {"opinion": "favourable", "given_on": build.NOW.date()}
        Advice.objects.create(proposal=kept, body_nl="Raad", text_nl="Goed.", **opinion)
    stale = Proposal.objects.filter(edition__slug=Phase.CALL, number=2).get()
    stale.title_nl = "Nieuwe titel"
    stale.save()
    with django_assert_num_queries(1):
        found = untranslated([council.pk])
    assert found == listed(council)
    assert len(found) == 3
    assert untranslated([build.council("elsewhere").pk]) == {}
