"""The words of neighbourhood budgets in three languages, and which of them a text uses. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One notion; each language has the form that a dictionary would give."""

    nl: str
    fr: str
    en: str

    def in_language(self, language: str) -> str:
        return {"nl": self.nl, "fr": self.fr, "en": self.en}[language]


TERMS: tuple[Term, ...] = tuple(
    Term(*forms)
    for forms in (
        ("wijkraad", "conseil de quartier", "neighbourhood council"),
        ("gemeenteraad", "conseil communal", "municipal council"),
        (
            "college van burgemeester en schepenen",
            "collège des bourgmestre et échevins",
            "College",
        ),
        ("wijk", "quartier", "neighbourhood"),
        ("raadslid", "conseiller de quartier", "council member"),
        ("geloot lid", "membre tiré au sort", "drawn member"),
        ("afgevaardigde", "délégué", "delegate"),
        ("loting", "tirage au sort", "sortition"),
        ("belangenverklaring", "déclaration d’intérêts", "declaration of interest"),
        ("wijkfacilitator", "facilitateur de quartier", "facilitator"),
        ("burgerbegroting", "budget participatif", "participatory budget"),
        ("editie", "édition", "edition"),
        ("reglement", "règlement", "rules"),
        ("fase", "phase", "phase"),
        ("oproep", "appel à projets", "call"),
        ("voorstel", "proposition", "proposal"),
        ("project op het stembiljet", "projet sur le bulletin", "ballot project"),
        ("indiener", "porteur de projet", "submitter"),
        ("ontvankelijkheid", "recevabilité", "admissibility"),
        ("haalbaarheid", "faisabilité", "feasibility"),
        ("kostenraming", "estimation du coût", "cost estimate"),
        ("behouden", "maintenu", "kept"),
        ("gewijzigd", "adapté", "changed"),
        ("verworpen", "rejeté", "rejected"),
        ("samengevoegd", "fusionné", "merged"),
        ("ingetrokken", "retiré", "withdrawn"),
        ("motivering", "motivation", "stated reason"),
        ("opvolging", "suivi", "follow-up"),
        ("mate van invloed", "degré d’influence", "influence level"),
        ("kiezerslijst", "registre des votants", "voter register"),
        ("stemcode", "code de vote", "voting code"),
        ("stembiljet", "bulletin", "ballot paper"),
        ("stem", "vote", "vote"),
        ("ontvangstbewijs", "accusé de réception", "receipt"),
        ("sleutelhouder", "détenteur de clé", "key holder"),
        ("start van de stemming", "ouverture du vote", "start of the vote"),
        ("opening van de stembus", "ouverture de l’urne", "opening of the ballot box"),
        ("blanco", "blanc", "blank"),
        ("ongeldig", "nul", "void"),
        ("bedorven", "détérioré", "spoiled"),
        ("stemlokaal", "bureau de vote", "voting place"),
        ("telling", "dépouillement", "tally"),
        ("hertelling", "recomptage", "recount"),
        ("toewijzing", "attribution", "allocation"),
        ("meeste stemmen eerst", "plus de voix d’abord", "most votes first"),
        ("methode van gelijke delen", "méthode des parts égales", "Method of Equal Shares"),
        ("effectieve steun", "soutien effectif", "effective support"),
        ("gelijke stand", "ex aequo", "tie"),
        ("voorlopig resultaat", "résultat provisoire", "provisional result"),
        ("definitief resultaat", "résultat définitif", "final result"),
        ("bezwaar", "réclamation", "objection"),
        ("proces-verbaal", "procès-verbal", "official record"),
        ("waarnemer", "observateur", "observer"),
        ("auditspoor", "piste d’audit", "audit trail"),
        ("toegankelijkheidsverklaring", "déclaration d’accessibilité", "accessibility statement"),
        ("rijksregisternummer", "numéro de Registre national", "national register number"),
    )
)

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST_ENDING = 3
_SHORT = 4


def terms_in(text: str, language: str) -> list[Term]:
    """The terms that a text in `language` (nl, fr or en) uses, in the order of their first use.

    A word that belongs to a longer term does not count again as a shorter one.
    """
    words = _words(text)
    free = [True] * len(words)
    found: list[tuple[int, Term]] = []
    for pattern, term in sorted(_patterns(language), key=lambda one: -len(one[0])):
        places = list(_places(words, pattern, free))
        for place in places:
            free[place : place + len(pattern)] = [False] * len(pattern)
        if places:
            found.append((places[0], term))
    return [term for _place, term in sorted(found, key=lambda one: one[0])]


def _patterns(language: str) -> list[tuple[list[str], Term]]:
    return [(_words(term.in_language(language)), term) for term in TERMS]


def _places(words: list[str], pattern: list[str], free: list[bool]) -> Iterator[int]:
    size = len(pattern)
    for place in range(len(words) - size + 1):
        window = zip(words[place : place + size], pattern, strict=True)
        if all(free[place : place + size]) and all(_is_form_of(*pair) for pair in window):
            yield place


def _is_form_of(word: str, entry: str) -> bool:
    """Whether a word may be an inflected form: the same beginning and a short ending."""
    cut = 0 if len(entry) <= _SHORT else 1 if len(entry) <= _SHORT + 2 else 2
    longest = len(entry) + _LONGEST_ENDING
    return word.startswith(entry[: len(entry) - cut]) and len(word) <= longest


def _words(text: str) -> list[str]:
    """Words in small letters and without accents, so that capitals in French match too."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(sign for sign in bare if not unicodedata.combining(sign)))
