"""What a sheet says in the forms beside the standard one: easy words, and English as a courtesy.

Easy words follow the rules for easy reading (one thought a sentence, no negation where it can be
helped, level A2). They say what the standard sheet says; the rules are the same.
"""

from collections.abc import Callable

from budgeting.models import InfluenceLevel
from voting.formats import BallotFormat

EASY_INFLUENCE = {
    InfluenceLevel.INFORM: (
        "Dit blad geeft u informatie.",
        "Cette feuille vous informe.",
    ),
    InfluenceLevel.CONSULT: (
        "U zegt wat u goed vindt. Daarna beslist de Stad.",
        "Vous dites ce que vous aimez. Ensuite, la Ville décide.",
    ),
    InfluenceLevel.CO_DECIDE: (
        "U beslist samen met de Stad.",
        "Vous décidez avec la Ville.",
    ),
    InfluenceLevel.DECIDE: (
        "Projecten met genoeg stemmen komen er.",
        "Les projets avec assez de votes se font.",
    ),
}
ENGLISH_INFLUENCE = {
    InfluenceLevel.INFORM: "This consultation informs you.",
    InfluenceLevel.CONSULT: "Your vote is advice to the City.",
    InfluenceLevel.CO_DECIDE: "You decide together with the City.",
    InfluenceLevel.DECIDE: "You decide: projects with enough votes are carried out.",
}
ENGLISH_PEN = " Use a black or blue pen. Do not write your name on this sheet."
LAST_STEPS = (
    "Schrijf uw naam niet op dit blad.",
    "N’écrivez pas votre nom sur cette feuille.",
)

Steps = list[tuple[str, str]]


def easy_instructions(form: BallotFormat) -> tuple[str, str]:
    """Numbered steps in Dutch and in French, each on a line of its own."""
    steps = [*EASY[form.type](form), *_least(form), LAST_STEPS]
    nl = "\n".join(f"{number}. {step[0]}" for number, step in enumerate(steps, 1))
    fr = "\n".join(f"{number}. {step[1]}" for number, step in enumerate(steps, 1))
    return nl, fr


def _least(form: BallotFormat) -> Steps:
    least = form.min_projects
    if least <= 1:
        return []
    return [(f"Kies {least} projecten of meer.", f"Choisissez {least} projets ou plus.")]


def _most(form: BallotFormat) -> Steps:
    if form.max_projects is None:
        return [
            ("Kies zoveel projecten als u wilt.", "Choisissez autant de projets que vous voulez.")
        ]
    if form.max_projects == 1:
        return [("Kies 1 project. Niet meer.", "Choisissez 1 projet. Pas plus.")]
    return [
        (
            f"U mag {form.max_projects} projecten kiezen. Niet meer.",
            f"Vous pouvez choisir {form.max_projects} projets. Pas plus.",
        )
    ]


def _approval(form: BallotFormat) -> Steps:
    return [
        ("Kies de projecten die u goed vindt.", "Choisissez les projets que vous aimez."),
        ("Zet een kruisje in het vakje.", "Faites une croix dans la case."),
        *_most(form),
    ]


def _knapsack(_form: BallotFormat) -> Steps:
    return [
        ("Kies de projecten die u goed vindt.", "Choisissez les projets que vous aimez."),
        ("Zet een kruisje in het vakje.", "Faites une croix dans la case."),
        (
            "Tel de prijzen op. Samen mag dat niet meer zijn dan het budget.",
            "Additionnez les prix. Le total ne peut pas dépasser le budget.",
        ),
    ]


def _points(form: BallotFormat) -> Steps:
    return [
        (f"U hebt {form.total} punten.", f"Vous avez {form.total} points."),
        ("Geef punten aan goede projecten.", "Donnez des points aux bons projets."),
        ("Zet een kruisje onder het cijfer.", "Faites une croix sous le chiffre."),
    ]


def _ranking(_form: BallotFormat) -> Steps:
    return [
        ("Kies het beste project. Kruis 1 aan.", "Choisissez le meilleur projet. Cochez 1."),
        ("Kies het tweede project. Kruis 2 aan.", "Choisissez le deuxième projet. Cochez 2."),
        ("Ga zo verder. Elk cijfer één keer.", "Continuez ainsi. Chaque chiffre une fois."),
    ]


def _score(form: BallotFormat) -> Steps:
    return [
        ("Geef elk project een cijfer.", "Donnez une note à chaque projet."),
        (
            f"{form.max_points} is het beste cijfer.",
            f"{form.max_points} est la meilleure note.",
        ),
        ("Zet een kruisje onder het cijfer.", "Faites une croix sous le chiffre."),
    ]


EASY: dict[str, Callable[[BallotFormat], Steps]] = {
    "approval": _approval,
    "knapsack": _knapsack,
    "points": _points,
    "ranking": _ranking,
    "score": _score,
}


def english_instructions(form: BallotFormat) -> str:
    """What to do with the boxes, in English."""
    text = {
        "approval": "Put a cross next to each project you support.",
        "knapsack": "Put a cross next to the projects you choose. Together they may not cost more "
        "than the budget.",
        "points": f"You have {form.total} points. Put a cross below the number of points you give.",
        "ranking": "Mark 1 for your first choice, 2 for your second, and so on. Each number once.",
        "score": f"Give each project a mark up to {form.max_points}: one cross a project.",
    }[form.type]
    if form.type == "approval" and form.max_projects is not None:
        text += f" Choose at most {form.max_projects}."
    if form.min_projects > 1:
        text += f" Choose at least {form.min_projects}."
    return text + ENGLISH_PEN
