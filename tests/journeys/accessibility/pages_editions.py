"""An edition before its vote: the new draft, its settings, and the preview as a resident."""

from budgeting.models import Edition, Need
from budgeting.phases import Phase
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World

BLOCKS = ("texts", "money", "voters", "calendar", "subjects", "ballot")


def visit(devices: Devices, world: World) -> None:
    officer = devices.of(world.officer)
    draft = beginning(officer, world)
    settings(officer, draft)
    previews(officer, draft)
    officer.open("edition_settings", world.in_phase(Phase.DRAFT, "bare"), note="a bare draft")
    officer.open("edition_settings", world.voting, note="settings that are fixed")
    needs_on_public_pages(devices, world)


def beginning(officer: Visitor, world: World) -> Edition:
    """A mistake first, then the draft."""
    officer.open("edition_new", world.council.slug)
    officer.fill(slug="meetings", budget="veel")
    officer.press()
    officer.look("new edition with mistakes")
    officer.fill(slug="2031", budget="300.000", first_day="2031-01-06")
    officer.press()
    officer.look("settings of a new draft")
    return Edition.objects.get(council=world.council, slug="2031")


def settings(officer: Visitor, draft: Edition) -> None:
    for block in BLOCKS:
        officer.open(f"edition_{block}", draft)
    officer.open("edition_calendar", draft)
    officer.fill(closes_at="2031-01-01T12:00", opens_at="2031-03-30T02:30")
    officer.press()
    officer.look("calendar with mistakes")
    officer.open("edition_texts", draft)
    officer.fill(title_nl="")
    officer.press()
    officer.look("texts with mistakes")
    officer.open("edition_texts", draft)
    officer.fill(title_nl="Een andere titel")
    officer.press()
    officer.look("settings with a text that is stale")
    officer.open("edition_subjects", draft)
    officer.page.locator("main [name=themes-7-name_nl]").fill("Water")
    officer.press()
    officer.look("themes with mistakes")
    officer.open("edition_ballot", draft)
    officer.page.locator("[name=kind][value=points]").check()
    officer.fill(total="3", each="5")
    officer.press()
    officer.look("ballot with mistakes")
    rules_tried_out(officer, draft)


def rules_tried_out(officer: Visitor, draft: Edition) -> None:
    """The question, an earlier vote, a made-up one, and a question with mistakes."""
    officer.open("what_if", draft)
    officer.press()
    officer.look("rules tried out on an earlier vote")
    made_up = "?voters=200&projects=12&taste=two_groups&seed=1&vote="
    rules = "&rules=mes-plain&rules=greedy-votes"
    officer.open("what_if", draft, query=made_up + rules, note="rules tried out on a made-up vote")
    officer.open("what_if", draft, query=made_up, note="a question without a rule")


def previews(officer: Visitor, draft: Edition) -> None:
    for phase in (Phase.CALL, Phase.VOTING, Phase.REALISATION):
        officer.open("edition_preview", draft, query=f"?phase={phase}", note=f"preview of {phase}")
    officer.open("proposal_preview", draft)
    officer.open("ballot_preview", draft)


def needs_on_public_pages(devices: Devices, world: World) -> None:
    """The form that asks for a need and a group, and a proposal that answers one."""
    call = world.call
    Edition.objects.filter(pk=call.pk).update(group_size=3, investment_cap_cents=9_000_000)
    need = Need.objects.filter(edition=call).first()
    tied = call.proposals.exclude(need=None).first()
    assert need is not None
    assert tied is not None
    resident = devices.of()
    resident.open("proposal_new", call, note="form with needs and a group")
    resident.open("proposal", call, tied.number, note="proposal that answers a need")
    resident.open("edition", call, note="edition with caps and a group")
