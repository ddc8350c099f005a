"""Evaluations of the demo's first edition; invented, like everything there."""

from datetime import date, timedelta

from budgeting.models import Edition, Evaluation, EvaluationChannel
from budgeting.services.evaluating import QUESTIONS

FIRST = "2025"
# language, channel, marks in the order of the form (0: left open), words
FORMS: tuple[tuple[str, str, str, str], ...] = (
    ("nl", "online", "5545", "Heel duidelijk. De uitleg bij elk project hielp mij kiezen."),
    ("fr", "online", "4435", "J’aurais aimé voir les projets plus tôt, pour en parler."),
    ("nl", "paper", "5425", "Fijn dat het ook op papier kon. De letters mogen nog groter."),
    ("fr", "paper", "4534", "La dame de la bibliothèque m’a bien aidée."),
    ("nl", "online", "3223", "Waarom een groot project niet won, begreep ik pas op het einde."),
    ("fr", "online", "5555", ""),
    ("nl", "online", "4334", ""),
    ("fr", "online", "2312", "Le code était difficile à lire sur la lettre."),
    ("en", "online", "4444", "Thank you for the pages in English."),
    ("nl", "paper", "4305", ""),
    ("fr", "paper", "5445", ""),
    ("nl", "online", "5444", ""),
    ("fr", "online", "4555", "Continuez ! Et plus de bancs, s’il vous plaît."),
    ("nl", "paper", "3344", "Graag een stembus dichter bij de Heizel."),
    ("fr", "online", "4033", ""),
    ("nl", "online", "5535", ""),
    ("fr", "paper", "5534", ""),
    ("nl", "online", "4424", "Hoor ik nog iets over mijn voorstel dat niet gekozen is?"),
    ("fr", "online", "3434", ""),
)


def evaluate_the_first(council: str) -> None:
    """Fill in the forms of the edition that is over, once."""
    edition = Edition.objects.filter(council__slug=council, slug=FIRST).first()
    if edition is None or edition.closes_at is None or edition.evaluations.exists():
        return
    first = edition.closes_at.date() + timedelta(days=1)
    Evaluation.objects.bulk_create(_form(edition, first, index) for index in range(len(FORMS)))


def _form(edition: Edition, first: date, index: int) -> Evaluation:
    language, channel, marks, words = FORMS[index]
    given = {name: int(mark) for name, mark in zip(QUESTIONS, marks, strict=True) if mark != "0"}
    return Evaluation(
        edition=edition,
        language=language,
        channel=EvaluationChannel(channel),
        words=words,
        given_on=first + timedelta(days=index // 3),
        **given,
    )
