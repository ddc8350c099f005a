"""What may be said of a page, for which reason, and how many people it takes.

Too many or too few marks follow the edition's published rule (`PaperRules`): void, blank, or a
person looks for what the voter meant. Whatever the rule, a person may find that the machine
misread the page: then the reading is corrected, by two people.
"""

from dataclasses import dataclass

from budgeting.models import Edition
from voting.errors import refuse
from voting.models import PaperRules, Remedy, Scan
from voting.services.page_table import HELD, MATCHED, TAPPED_ONLY, TYPED_ONCE
from voting.services.readings import Reading

AS_READ, CORRECTED, BLANK, VOID = "as_read", "corrected", "blank", "void"
RULE_OF = {"over_limit": "overvote", "under_limit": "undervote"}
ABOUT = {"over_limit": "too_many_marks", "under_limit": "too_few_marks"}
MISREAD = ("clear_on_paper", "dirt_or_shadow", "voter_corrected")
MEANT = "voter_meant"
SAYS = {Remedy.VOID: "rule_says_void", Remedy.BLANK: "rule_says_blank"}


@dataclass(frozen=True)
class Declaration:
    """That a ballot is blank or void, and the code of the reason."""

    saying: str
    reason: str


NOTHING, UNCLEAR, SIGNED = (
    Declaration(BLANK, "no_mark"),
    Declaration(VOID, "unclear_will"),
    Declaration(VOID, "name_or_sign"),
)


def is_tapped(reading: Reading | None) -> bool:
    """Whether one person tapped these marks and no machine read them."""
    return reading is not None and any(one.code == TAPPED_ONLY for one in reading.doubts)


def is_blind(scan: Scan, reading: Reading | None) -> bool:
    """Whether nobody is shown a reading of the page: each says by themselves what is marked.

    A second reading makes every page of a side `HELD`: whose marks these are stays as it was.
    """
    by_people = scan.by_hand or scan.matched_by_id is not None or is_tapped(reading)
    return by_people and scan.code in (TYPED_ONCE, HELD, MATCHED, TAPPED_ONLY)


def remedy_of(edition: Edition, code: str) -> Remedy | None:
    """The edition's rule for a page that waits under this code; None when it is about neither."""
    name = RULE_OF.get(code)
    return Remedy(getattr(PaperRules.of(edition), name)) if name else None


def corrections(edition: Edition, code: str) -> tuple[str, ...]:
    """The reasons for which a reading may be corrected."""
    return (*MISREAD, MEANT) if remedy_of(edition, code) is Remedy.INTENT else MISREAD


def declarations(edition: Edition, code: str) -> tuple[Declaration, ...]:
    """What a page may be declared to be, the likeliest first."""
    remedy = remedy_of(edition, code)
    if remedy is None:
        return NOTHING, UNCLEAR, SIGNED
    if remedy is Remedy.INTENT:
        return UNCLEAR, SIGNED
    return Declaration(remedy.value, ABOUT[code]), SIGNED


def require_correctable(edition: Edition, code: str, reason: str) -> None:
    """Refuses `rule_says_void` or `rule_says_blank` where nobody may look for what the voter
    meant, and `bad_reason` for one that is no reason to correct a reading."""
    remedy = remedy_of(edition, code)
    if reason == MEANT and remedy in SAYS:
        raise refuse(SAYS[remedy])
    if reason not in corrections(edition, code):
        raise refuse("bad_reason")


def require_declarable(edition: Edition, code: str, said: Declaration) -> bool:
    """Whether one person is enough: the machine has seen it too, and the rules leave no choice.

    Refuses `rule_says_void`, `rule_says_blank` or `rule_says_look` for what is not the edition's
    rule, and `bad_reason`.
    """
    remedy, offered = remedy_of(edition, code), declarations(edition, code)
    if said not in offered:
        raise refuse("bad_reason" if remedy is None else SAYS.get(remedy, "rule_says_look"))
    if remedy in SAYS:
        return said.reason == ABOUT[code]
    return code == "blank" and said == NOTHING
