"""The translator's desk, and the evaluation of an edition with its report."""

from budgeting.models import Edition, Role
from budgeting.services.evaluating import Answers, evaluate
from proposals.models import Proposal
from tallying.services.demo_evaluations import evaluate_the_first
from tallying.services.demo_texts import change_some_texts
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World
from tests.people import person

NEXT = "button[name=next]"


def visit(devices: Devices, world: World) -> None:
    translator = devices.of(person(world.council, Role.TRANSLATOR, "Tine"))
    translating(translator, world)
    evaluating(devices.of(), world.finished)
    typing_in(devices.of(world.officer), world.finished)


def translating(visitor: Visitor, world: World) -> None:
    council, stale = world.council.slug, world.call.proposals.get(number=1)
    visitor.open("texts_desk", council, note="texts are missing")
    change_some_texts(council)
    visitor.open("texts_desk", council, note="texts changed")
    visitor.open(
        "texts_desk", council, query="?edition=2025&into=fr", note="nothing under a filter"
    )
    missing = world.call.proposals.get(number=2)
    visitor.open("text", council, "proposal", missing.pk, note="missing texts")
    visitor.fill(title_nl="L" * 130)
    visitor.press(button=NEXT)
    visitor.look("a translation that is too long")
    visitor.open("text", council, "proposal", stale.pk, note="a source that changed")
    visitor.fill(description_fr="Un autre texte.")
    visitor.press(button=NEXT)
    visitor.look("a remark on a translation")
    Proposal.objects.filter(pk=stale.pk).update(description_nl="Nog een andere tekst.")
    visitor.page.locator("[name=accept_description_fr]").check()
    visitor.press(button=NEXT)
    visitor.look("the source changed meanwhile")
    visitor.press(button=NEXT)
    visitor.look("saved, and the next one")
    visitor.open("text", council, "council", world.council.pk, note="everything is translated")


def evaluating(visitor: Visitor, edition: Edition) -> None:
    visitor.open("evaluation_report", edition, note="a report without answers")
    visitor.open("evaluation", edition)
    visitor.press("evaluation/")
    visitor.look("an empty evaluation")
    visitor.page.locator("[name=easy][value='4']").check()
    visitor.press("evaluation/")
    visitor.look("thanks for the evaluation")
    evaluate_the_first(edition.council.slug)
    for mark in range(1, 6):
        evaluate(edition, Answers({"easy": mark}, "Graag <meer> bankjes.", "nl", "paper"))
    visitor.open("evaluation_report", edition)


def typing_in(visitor: Visitor, edition: Edition) -> None:
    visitor.open("evaluation_desk", edition)
    visitor.press()
    visitor.look("an empty form from paper")
    visitor.open("toolbox_paper", edition, "evaluation", note="the form to print")
