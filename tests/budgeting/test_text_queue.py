"""The translator's queue: whose texts are in it, in which order, and with how many queries."""

from datetime import timedelta

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from budgeting.models import Council, CouncilLink, Edition, Meeting, Need, Theme, Venue
from budgeting.phases import Phase
from budgeting.services.text_queue import Job, Wanted, groups_of, jobs_of, next_after
from budgeting.services.texts import edition_texts_are_settled, unsettled_of_edition
from proposals.models import Advice
from proposals.services.texts import unsettled_of_proposals
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(council: Council) -> Edition:
    return build.edition(council, phase=Phase.CALL)


def todo_of(council: Council) -> dict[tuple[str, int], list[tuple[str, str, str, str]]]:
    """What there is to do, by row: (text, from, into, state)."""
    return {
        job.row.key: [(one.name, one.source, one.target, one.state) for one in job.todo]
        for job in jobs_of(council)
        if job.todo
    }


def keys(jobs: list[Job]) -> list[str]:
    return [f"{job.row.kind.code} {job.row.number or ''}".strip() for job in jobs]


def test_all_that_a_council_says_is_in_the_queue(council: Council, call: Edition) -> None:
    names = {"name_nl": "Plein", "name_fr": ""}
    venue = Venue.objects.create(council=council, slug="hall", **names)
    link = CouncilLink.objects.create(council=council, url="https://a.example", title_nl="Lees")
    when = {"starts_at": build.NOW, "ends_at": build.NOW + timedelta(hours=2)}
    meeting = Meeting.objects.create(
        council=council, title_nl="Raad", title_fr="Conseil", agenda_fr="1. Budget", **when
    )
    theme = Theme.objects.create(edition=call, code="play", **names)
    need = Need.objects.create(edition=call, code="shade", title_fr="Ombre")
    proposal = build.proposal(call, summary_fr="")
    advice = Advice.objects.create(
        proposal=proposal, body_nl="Raad", body_fr="Conseil", opinion="favourable",
        text_nl="Goed.", given_on=build.NOW,
    )  # fmt: skip
    assert todo_of(council) == {
        ("venue", venue.pk): [("name", "nl", "fr", "missing")],
        ("link", link.pk): [("title", "nl", "fr", "missing")],
        ("meeting", meeting.pk): [("agenda", "fr", "nl", "missing")],
        ("theme", theme.pk): [("name", "nl", "fr", "missing")],
        ("need", need.pk): [("title", "fr", "nl", "missing")],
        ("proposal", proposal.pk): [("summary", "nl", "fr", "missing")],
        ("advice", advice.pk): [("text", "nl", "fr", "missing")],
    }


def test_another_councils_texts_and_frozen_ones_are_not(council: Council, call: Edition) -> None:
    build.proposal(build.edition(build.council("elsewhere"), phase=Phase.CALL), title_fr="")
    for phase in (Phase.VOTING, Phase.COUNTING, Phase.CLOSED):
        old = build.edition(council, phase, phase=phase, intro_nl="Alleen hier")
        build.proposal(old, title_fr="")
    gone = build.proposal(call, 2, title_fr="", outcome="rejected")
    assert gone.pk
    assert todo_of(council) == {}


def test_a_proposal_on_the_ballot_is_frozen_until_the_list_is_taken_back(
    council: Council, call: Edition
) -> None:
    proposal = build.proposal(call, title_fr="", outcome="kept")
    project = build.projects(call, 1)[0]
    project.proposal = proposal
    project.save()
    Edition.objects.update(phase=Phase.PUBLICATION)
    assert todo_of(council) == {}
    Edition.objects.update(phase=Phase.REVIEW)
    assert list(todo_of(council)) == [("proposal", proposal.pk)]


def test_a_text_in_no_language_is_not_a_translators_work(council: Council, call: Edition) -> None:
    build.proposal(call, summary_nl="", summary_fr="")
    assert todo_of(council) == {}
    found = {(one.name, one.language) for _row, one in unsettled_of_proposals(call)}
    assert found >= {("summary", "nl"), ("summary", "fr"), ("realised_by", "nl")}


def test_english_words_are_translated_into_both(council: Council, call: Edition) -> None:
    proposal = build.proposal(
        call, title_nl="", title_fr="", title_en="A bench", source_language="en"
    )
    assert todo_of(council)["proposal", proposal.pk] == [
        ("title", "en", "nl", "missing"),
        ("title", "en", "fr", "missing"),
    ]


def test_a_translation_follows_the_submitters_own_words(council: Council, call: Edition) -> None:
    made = build.proposal(call, source_language="fr")
    proposal = type(made).objects.get(pk=made.pk)
    proposal.title_fr = "Autre titre"
    proposal.save()
    (job,) = (job for job in jobs_of(council) if job.row.kind.code == "proposal")
    assert [(one.source, one.target, one.was) for one in job.todo] == [
        ("fr", "nl", "Proposition 1")
    ]
    assert [(one.name, one.target) for one in job.done] == [("summary", "nl")]


def test_what_is_read_first_comes_first(council: Council) -> None:
    later = build.edition(
        council, "2028", phase=Phase.DRAFT, call_opens_at=build.NOW + timedelta(days=60),
        call_closes_at=build.NOW + timedelta(days=90), intro_nl="Later",
    )  # fmt: skip
    sooner = build.edition(
        council, "2027", phase=Phase.REVIEW, opens_at=build.NOW + timedelta(days=20),
        closes_at=build.NOW + timedelta(days=40), intro_nl="Eerst",
    )  # fmt: skip
    build.proposal(sooner, 4, title_fr="")
    council.text_nl = "Over de raad"
    groups = groups_of(jobs_of(council), build.NOW)
    assert [group.edition for group in groups] == [sooner, later, None]
    assert [keys(list(group.jobs)) for group in groups] == [
        ["edition", "proposal 4"],
        ["edition"],
        ["council"],
    ]
    first = groups[0].jobs[0].row.key
    following = next_after(first, groups)
    assert following is not None
    assert following.row.number == 4
    last = next_after(groups[-1].jobs[0].row.key, groups)
    assert last is not None
    assert last.row.key == first


def test_a_queue_is_narrowed_by_edition_state_and_language(council: Council, call: Edition) -> None:
    build.proposal(call, 1, title_fr="")
    build.proposal(call, 2, summary_nl="", source_language="fr")
    council.text_nl = "Over de raad"
    jobs = jobs_of(council)

    def narrowed(**wanted: str) -> list[str]:
        return sorted(keys([job for job in Wanted(**wanted).narrow(jobs) if job.todo]))

    assert narrowed() == ["council", "proposal 1", "proposal 2"]
    assert narrowed(edition=call.slug) == ["proposal 1", "proposal 2"]
    assert narrowed(edition="-") == ["council"]
    assert narrowed(into="nl") == ["proposal 2"]
    assert narrowed(state="stale") == []


def test_the_queue_takes_as_many_queries_for_one_text_as_for_many(
    council: Council, call: Edition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert settings.TEXT_SOURCES
    for number in range(1, 6):
        proposal = build.proposal(call, number, title_fr="")
        Advice.objects.create(
            proposal=proposal, body_nl="Raad", opinion="favourable", given_on=build.NOW
        )
    build.edition(council, "2028", intro_nl="Alleen hier")
    with django_assert_num_queries(8):
        groups = groups_of(jobs_of(council), build.NOW)
        assert [job.row.called() for group in groups for job in group.jobs]


def test_an_edition_says_what_its_texts_lack_and_where(call: Edition) -> None:
    Need.objects.create(edition=call, code="shade", title_nl="Schaduw")
    edition = Edition.objects.get(pk=call.pk)
    edition.title_nl = "Nieuwe titel"
    edition.save()
    assert [(row.kind.code, one.state) for row, one in unsettled_of_edition(edition)] == [
        ("edition", "stale"),
        ("need", "missing"),
    ]
    missing = list(edition_texts_are_settled(edition))
    assert [one.address for one in missing] == ["text", "text"]
    assert missing[0].args == ("demo-laken", "edition", edition.pk)
    assert missing[0].href.endswith(f"/desk/demo-laken/texts/edition/{edition.pk}/")
