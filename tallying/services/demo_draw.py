"""The draw of the demo council: 300 invented candidates, drawn before the term began."""

from datetime import timedelta

from django.db import transaction

from budgeting.clock import Clock, SetClock
from budgeting.models import Council, InterestDeclaration, Seat, SeatKind, SortitionDraw, User
from budgeting.services import drawing_lots
from budgeting.sortition.chance import Chance
from budgeting.sortition.problem import Candidate

CANDIDATES = 300
SUBSTITUTES = 5
SEED = "4 11 19 27 38 45"
# Each value as often as its weight says, so that the list looks like a neighbourhood.
COLUMNS = {
    "leeftijd · âge": {"16-29": 6, "30-44": 7, "45-59": 6, "60-74": 4, "75+": 2},
    "geslacht · sexe": {"v/f": 25, "m/h": 24, "x": 1},
    "wijkdeel · secteur": {"Bockstael": 9, "Noord/Nord": 8, "Mutsaard": 4, "Heizel": 4},
}
QUOTAS = {
    "leeftijd · âge": {
        "16-29": [2, 3],
        "30-44": [2, 4],
        "45-59": [2, 3],
        "60-74": [1, 3],
        "75+": [1, 2],
    },
    "geslacht · sexe": {"v/f": [5, 6], "m/h": [5, 6], "x": [0, 1]},
    "wijkdeel · secteur": {
        "Bockstael": [3, 4],
        "Noord/Nord": [3, 4],
        "Mutsaard": [1, 3],
        "Heizel": [1, 3],
    },
}
SOURCES = {
    "nl": "Winnende nummers van de Lotto van die woensdag, oplopend (fictief)",
    "fr": "Numéros gagnants du Lotto de ce mercredi, en ordre croissant (fictif)",
}


@transaction.atomic
def draw_the_seats(council: Council, clock: Clock) -> None:
    """Draw lots for the seats that the demo council has, and add its substitutes; once."""
    if council.draws.exists():
        return
    seats = list(council.seats.filter(kind=SeatKind.DRAWN, substitute=False).order_by("pk"))
    if not seats:
        return
    officer = User.objects.get(email="officer@example.org")
    lots = _announced(council, len(seats), officer, clock)
    done = SetClock(lots.seed_known_at + timedelta(hours=1))
    lots = drawing_lots.draw_lots(lots.pk, SEED, by=officer, clock=done)
    for seat, candidate in zip(seats, lots.result["seats"], strict=True):
        seat.draw, seat.candidate = lots, candidate
        seat.save(update_fields=["draw", "candidate"])
    for position, candidate in enumerate(lots.result["substitutes"], 1):
        Seat.objects.create(
            council=council, kind=SeatKind.DRAWN, substitute=True, position=position, draw=lots,
            candidate=candidate, starts_on=seats[0].starts_on, ends_on=seats[0].ends_on,
        )  # fmt: skip
    _member(seats[0], clock)


def _announced(council: Council, count: int, officer: User, clock: Clock) -> SortitionDraw:
    """A draw of long ago, announced two weeks before its seed."""
    told = clock.now() - timedelta(days=450)
    lots = SortitionDraw(
        council=council, seats=count, substitutes=SUBSTITUTES, algorithm="random-priority",
        quotas=QUOTAS, seed_source_nl=SOURCES["nl"], seed_source_fr=SOURCES["fr"],
        seed_known_at=told + timedelta(days=14), created_at=told, created_by=officer,
    )  # fmt: skip
    drawing_lots.put_candidates(lots, _candidates())
    lots.save()
    drawing_lots.estimate(lots.pk)
    return drawing_lots.announce(lots.pk, by=officer, clock=SetClock(told))


def _candidates() -> list[Candidate]:
    """The same 300 invented people each time."""
    chance = Chance("demo", "", "candidates")
    people: list[Candidate] = []
    for number in range(1, CANDIDATES + 1):
        person = {"id": f"L{number:03}"}
        for column, weights in COLUMNS.items():
            values = [value for value, weight in weights.items() for _ in range(weight)]
            person[column] = values[chance.below(len(values))]
        people.append(person)
    return people


def _member(seat: Seat, clock: Clock) -> None:
    """Marie's account belongs to her seat, and she declared an interest."""
    member = User.objects.filter(email="member@example.org").first()
    if member is None or seat.declarations.exists():
        return
    seat.user = member
    seat.save(update_fields=["user"])
    InterestDeclaration.objects.create(
        seat=seat, language="fr", declared_at=clock.now() - timedelta(days=200),
        text="Je suis membre du comité de parents (fictif) qui propose des projets pour l’école.",
    )  # fmt: skip
