"""The desk: reviewing, starting, and everything around a running edition."""

from budgeting.models import Edition
from budgeting.phases import Phase
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World


def visit(devices: Devices, world: World) -> None:
    officer = devices.of(world.officer)
    officer.open("desk", note="desk with one edition")
    officer.open("council_desk", world.council.slug)
    for edition in (*world.phases, world.finished, world.voting, world.call):
        officer.open("edition_desk", edition, note=f"desk in {edition.phase}")
    officer.open("desk")
    officer.open("edition", world.phases[0], note="edition in preparation")
    reviewing(officer, world)
    following_up(officer, world)
    devices.of(world.facilitator).open("proposal_new", world.call, note="writing for somebody")
    no_councils(devices, world)


def reviewing(officer: Visitor, world: World) -> None:
    officer.open("review_desk", world.call)
    review = world.phases[list(Phase).index(Phase.REVIEW)]
    officer.open("review_desk", review, note="review desk with what is missing")
    officer.open("review", review, 1)
    officer.page.locator("[name=outcome][value=rejected]").check()
    officer.press(button="button:not([name])")
    officer.look("review with mistakes")
    officer.page.locator("[name=outcome][value=rejected]").check()
    officer.fill(reason_nl="De stad doet dit al.", reason_fr="La ville le fait déjà.")
    officer.press(button="button:not([name])")
    officer.look("decision stored")
    officer.open("review", review, 1, note="review with an earlier decision")
    answered = world.finished.proposals.exclude(outcome="kept").first()
    if answered:
        officer.open("review", world.finished, answered.number)


def following_up(officer: Visitor, world: World) -> None:
    project = world.finished.ballot_projects.exclude(follow_ups=None).first()
    number = project.number if project else 1
    officer.open("follow_up", world.finished, number)
    officer.press()
    officer.look("follow-up with mistakes")


def no_councils(devices: Devices, world: World) -> None:
    """Somebody signed in without a task, and an edition that may not move on."""
    officer = devices.of(world.officer)
    publication = world.phases[list(Phase).index(Phase.PUBLICATION)]
    officer.go(officer.address("edition_desk", publication))
    Edition.objects.filter(pk=publication.pk).update(phase=Phase.DECISION)
    world.officer.memberships.update(starts_on="2999-01-01")
    officer.open("desk", note="desk of nobody")
