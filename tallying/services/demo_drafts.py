"""A second invented council of the demo, with an edition that was begun from a template."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Area, Council, Edition, Need, Role, User
from budgeting.services.drafting import Beginning, draft_from_template
from tallying.services.demo_people import join

COUNCIL, AREA, SLUG = "demo-haren", "haren", "2027"
TEMPLATE = "small-edition"
NAMES = {
    "name_nl": "Demo-wijkraad Haren (fictief)",
    "name_fr": "Conseil de quartier démo de Haren (fictif)",
    "text_nl": "Een tweede raad om mee te oefenen. Alles op deze pagina is verzonnen.",
    "text_fr": "Un deuxième conseil pour s’exercer. Tout est inventé sur cette page.",
}
# Written in Dutch only, so that the translator's desk has something of a draft too.
NEED = {
    "code": "benches",
    "title_nl": "Meer plekken om te zitten",
    "title_fr": "Plus d’endroits où s’asseoir",
    "text_nl": "Wie minder goed te been is, vindt onderweg geen bank.",
}
BUDGET_CENTS = 5_000_000
PEOPLE = {"officer": Role.OFFICER, "facilitator": Role.FACILITATOR, "translator": Role.TRANSLATOR}


def begin_an_edition(clock: Clock = DATABASE_CLOCK) -> Edition:
    """The draft, made where it is not there yet, for the people of the demo."""
    found = Edition.objects.addressed(f"{COUNCIL}/{SLUG}").first()
    return found or _begun(clock)


@transaction.atomic
def _begun(clock: Clock) -> Edition:
    today = timezone.localdate(clock.now())
    area = Area.objects.filter(slug=AREA).first()
    rest = {"area": area, "contact_email": "demo@example.org", "fictional": True, **NAMES}
    council, _made = Council.objects.get_or_create(slug=COUNCIL, defaults=rest)
    for key, role in PEOPLE.items():
        join(council, key, role, today)
    monday = today + timedelta(days=42 - today.weekday())
    beginning = Beginning(
        slug=SLUG,
        title_nl="Klein wijkbudget Haren 2027 (demo)",
        title_fr="Petit budget de quartier Haren 2027 (démo)",
        budget_cents=BUDGET_CENTS,
        first_day=monday,
        is_test=True,
    )
    officer = User.objects.get(email="officer@example.org")
    edition = draft_from_template(council, TEMPLATE, beginning, by=officer, clock=clock)
    Need.objects.create(edition=edition, **NEED)
    return edition
