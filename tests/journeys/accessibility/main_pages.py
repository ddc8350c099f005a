"""The pages that everybody meets, for tests that need no more than those."""

from collections.abc import Callable

from tests.journeys.accessibility.visiting import Visitor
from tests.journeys.accessibility.world import World
from voting.codes import grouped

Go = Callable[[Visitor, World], None]


def home(visitor: Visitor, world: World) -> None:
    world.voting, world.call  # noqa: B018
    visitor.go(visitor.address("home"))


def ballot(visitor: Visitor, world: World) -> None:
    visitor.go(visitor.address("booth_enter"))
    visitor.fill(code=grouped(world.code()))
    visitor.press()
    visitor.page.wait_for_url("**/ballot/")


def result(visitor: Visitor, world: World) -> None:
    visitor.go(visitor.address("result", world.finished))


def proposal_form(visitor: Visitor, world: World) -> None:
    visitor.go(visitor.address("proposal_new", world.call))


MAIN_PAGES: dict[str, Go] = {
    "home": home,
    "ballot": ballot,
    "result": result,
    "proposal form": proposal_form,
}
