"""The words around the rows of a sheet, always in Dutch and French: paper has no language switch.
English stands beside them in the form that has it; easy words have a file of their own.

They stand here as they are printed, not in a catalogue: a sheet is the same whatever language the
screen of the person at the printer has.
"""

from collections.abc import Callable

from django.utils import timezone

from budgeting.lines import behind_colon
from budgeting.models import Edition, InfluenceLevel
from budgeting.money import format_money
from proposals.models import BallotProject
from voting.formats import BallotFormat, parse_format
from voting.models import Variant
from voting.paper.frames import KINDS
from voting.paper.layout import SheetProject
from voting.paper.sheet import SheetHeading
from voting.services.easy_words import (
    EASY_INFLUENCE,
    ENGLISH_INFLUENCE,
    easy_instructions,
    english_instructions,
)

INFLUENCE = {
    InfluenceLevel.INFORM: (
        "Met deze bevraging wordt u geïnformeerd.",
        "Cette consultation vous informe.",
    ),
    InfluenceLevel.CONSULT: (
        "Uw stem is een advies aan de Stad.",
        "Votre vote est un avis donné à la Ville.",
    ),
    InfluenceLevel.CO_DECIDE: (
        "U beslist samen met de Stad.",
        "Vous décidez avec la Ville.",
    ),
    InfluenceLevel.DECIDE: (
        "U beslist: de projecten met genoeg stemmen worden uitgevoerd.",
        "Vous décidez : les projets qui ont assez de voix sont réalisés.",
    ),
}
REHEARSAL = (
    "OEFENING: dit is geen echte stemming.",
    "EXERCICE : ceci n’est pas un vrai vote.",
)
PEN = (
    " Gebruik een zwarte of blauwe pen. Schrijf geen naam op dit blad.",
    " Utilisez un stylo noir ou bleu. N’écrivez pas de nom sur cette feuille.",
)
THANKS = (
    "Bedankt voor uw stem! Dit strookje is voor u.",
    "Merci pour votre vote ! Ce talon est pour vous.",
)
LAST = ("Wie als laatste beslist:", "Qui décide en dernier :")
UNTIL = (" Stemmen kan tot {day}.", " Vous pouvez voter jusqu’au {day}.")


def sheet_projects(projects: list[BallotProject], currency: str) -> list[SheetProject]:
    """The ballot projects as a sheet shows them, in their printed order."""
    return [
        SheetProject(
            id=project.code,
            number=project.number,
            title_nl=project.title_nl or project.title_fr or _one_title(project),
            title_fr=project.title_fr or project.title_nl or _one_title(project),
            cost_text=format_money(project.cost_cents, currency, "nl"),
            title_en=project.title_en,
        )
        for project in projects
    ]


def _one_title(project: BallotProject) -> str:
    return project.title_source or project.title_en or project.code


def heading_of(edition: Edition, variant: str = Variant.STANDARD) -> SheetHeading:
    """Title, instructions, budget, influence and stub of one edition's sheets."""
    fictional = REHEARSAL if edition.is_test or edition.council.fictional else ("", "")
    form = parse_format(edition.ballot_format)
    short, easy = instructions_for(form), variant == Variant.EASY
    nl, fr = easy_instructions(form) if easy else (short[0] + PEN[0], short[1] + PEN[1])
    budget = format_money(edition.budget_cents, edition.currency, "nl")
    stub, influence = _stub(edition), _influence(edition, easy=easy)
    return SheetHeading(
        title_nl=edition.title_nl,
        title_fr=edition.title_fr,
        edition_nl=edition.council.name_nl,
        edition_fr=edition.council.name_fr,
        instructions_nl=nl,
        instructions_fr=fr,
        instructions_en=english_instructions(form),
        short_nl=short[0],
        short_fr=short[1],
        budget_text=f"Budget {budget}",
        influence_nl=influence[0],
        influence_fr=influence[1],
        influence_en=ENGLISH_INFLUENCE[InfluenceLevel(edition.influence_level)],
        fictional_nl=fictional[0],
        fictional_fr=fictional[1],
        stub_nl=stub[0],
        stub_fr=stub[1],
        variant=next(kind for kind in KINDS if kind == variant),
    )


def _influence(edition: Edition, *, easy: bool) -> tuple[str, str]:
    """What the vote does: the edition's own words, but those of the level in easy reading."""
    last = _decides_last(edition)
    nl, fr = (EASY_INFLUENCE if easy else INFLUENCE)[InfluenceLevel(edition.influence_level)]
    if not easy:
        nl, fr = edition.influence_nl or nl, edition.influence_fr or fr
    return nl + last[0], fr + last[1]


def _decides_last(edition: Edition) -> tuple[str, str]:
    """Who decides last, where that is told in both languages."""
    nl, fr = behind_colon(edition.decides_last_nl), behind_colon(edition.decides_last_fr)
    return (f" {LAST[0]} {nl}.", f" {LAST[1]} {fr}.") if nl and fr else ("", "")


def _stub(edition: Edition) -> tuple[str, str]:
    if edition.closes_at is None:
        return THANKS
    day = timezone.localtime(edition.closes_at).strftime("%d/%m/%Y %H:%M")
    return THANKS[0] + UNTIL[0].format(day=day), THANKS[1] + UNTIL[1].format(day=day)


def instructions_for(form: BallotFormat) -> tuple[str, str]:
    """What to do with the boxes, in Dutch and in French."""
    return INSTRUCTIONS[form.type](form)


def _approval(form: BallotFormat) -> tuple[str, str]:
    nl = "Zet een kruisje bij elk project dat u steunt."
    fr = "Cochez chaque projet que vous soutenez."
    if form.max_projects is not None:
        nl += f" Kies er hoogstens {form.max_projects}."
        fr += f" Choisissez-en {form.max_projects} au maximum."
    return _at_least(form, nl, fr)


def _knapsack(form: BallotFormat) -> tuple[str, str]:
    nl = "Zet een kruisje bij de projecten die u kiest. Samen mogen ze niet meer kosten dan het"
    fr = "Cochez les projets que vous choisissez. Ensemble, ils ne peuvent pas coûter plus que le"
    return _at_least(form, f"{nl} budget.", f"{fr} budget.")


def _points(form: BallotFormat) -> tuple[str, str]:
    nl = f"U hebt {form.total} punten. Zet een kruisje onder het aantal punten dat u geeft."
    fr = f"Vous avez {form.total} points. Cochez sous le nombre de points que vous donnez."
    return _at_least(form, nl, fr)


def _ranking(form: BallotFormat) -> tuple[str, str]:
    nl = "Kruis 1 aan voor uw eerste keuze, 2 voor uw tweede, enzovoort. Elk cijfer één keer."
    fr = "Cochez 1 pour votre premier choix, 2 pour le deuxième, etc. Chaque chiffre une fois."
    return _at_least(form, nl, fr)


def _score(form: BallotFormat) -> tuple[str, str]:
    nl = f"Geef elk project een cijfer tot {form.max_points}: één kruisje per project."
    fr = f"Donnez une note jusqu’à {form.max_points} à chaque projet : une croix par projet."
    return _at_least(form, nl, fr)


def _at_least(form: BallotFormat, nl: str, fr: str) -> tuple[str, str]:
    if form.min_projects > 1:
        nl += f" Kies er minstens {form.min_projects}."
        fr += f" Choisissez-en {form.min_projects} au minimum."
    return nl, fr


INSTRUCTIONS: dict[str, Callable[[BallotFormat], tuple[str, str]]] = {
    "approval": _approval,
    "knapsack": _knapsack,
    "points": _points,
    "ranking": _ranking,
    "score": _score,
}
