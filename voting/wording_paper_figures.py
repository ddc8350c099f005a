"""Figures of paper in words: what each one counts, which sums must agree, and what does not."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from budgeting.languages import in_language
from voting.paper.reconciliation import AT_ONCE, HAND, Equation, Figures, about, is_hidden
from voting.services.reconciling import Account

NAMES: dict[str, str | Promise] = {
    "printed": gettext_lazy("printed"),
    "unreleased": gettext_lazy("not released"),
    "released": pgettext_lazy("sheets", "released"),
    "void": gettext_lazy("declared void"),
    "issued": gettext_lazy("given to voters"),
    "left_over": gettext_lazy("left over"),
    "spoiled_before": gettext_lazy("spoiled before they were given out"),
    "spoiled_returned": gettext_lazy("spoiled and handed back"),
    "box": gettext_lazy("in the ballot box"),
    "read": gettext_lazy("read by scanner, phone or hand"),
    "counted": gettext_lazy("counted"),
    "blank": pgettext_lazy("sheets", "blank"),
    "rejected": gettext_lazy("void or unreadable"),
    "refused": gettext_lazy("refused (spoiled, void or not released)"),
    "held": gettext_lazy("held"),
    "waiting": gettext_lazy("waiting for a person"),
    "foreign": gettext_lazy("of other votes, or forged"),
    "pages": gettext_lazy("pages in piles and files"),
    "sides": gettext_lazy("sides of sheets"),
    "read_again": gettext_lazy("read once more"),
    "foreign_pages": gettext_lazy("pages of other votes, or forged"),
    "no_ballots": gettext_lazy("blank backs and other pages"),
    "rows": gettext_lazy("paper ballots in the sealed box"),
    "ended_read": gettext_lazy("spoiled or void, but read"),
    "spoiled": gettext_lazy("spoiled"),
    "not_returned": gettext_lazy("not brought back"),
}
TITLES: dict[str, str | Promise] = {
    "printed": gettext_lazy("What was printed is accounted for"),
    "released": gettext_lazy("What was released was used or is left"),
    "returned": gettext_lazy("Not more came back than was given out"),
    "box": gettext_lazy("Every sheet of the ballot box was read"),
    "read": gettext_lazy("Every sheet that was read ended somewhere"),
    "counted": gettext_lazy("Not more was counted than was given out"),
    "pages": gettext_lazy("No page was lost"),
    "rows": gettext_lazy("What was counted is in the sealed box"),
    "spoiled": gettext_lazy("The number of every spoiled sheet was typed in, and of no other"),
    "spoiled_read": gettext_lazy("No spoiled or void sheet was read"),
}
DIFFERENT: dict[str, str | Promise] = {
    "printed": gettext_lazy("%(left)s printed, %(right)s accounted for"),
    "released": gettext_lazy("%(left)s released, %(right)s used or left over"),
    "returned": gettext_lazy("%(left)s came back, %(right)s given out"),
    "box": gettext_lazy("%(left)s in the ballot box, %(right)s read"),
    "read": gettext_lazy("%(left)s read, %(right)s ended somewhere"),
    "counted": gettext_lazy("%(left)s counted, %(right)s given out"),
    "pages": gettext_lazy("%(left)s pages in piles and files, %(right)s known"),
    "rows": gettext_lazy("%(left)s counted, %(right)s in the sealed box"),
    "spoiled": gettext_lazy(
        "%(left)s made spoiled by their number, %(right)s counted by hand as spoiled. Type in the "
        "number of every spoiled sheet, and look for the others in the ballot box"
    ),
}
FEW: dict[str, str | Promise] = {
    "held": gettext_lazy("fewer than five sheets are held and stay undecided"),
    "spoiled_read": gettext_lazy(
        "fewer than five spoiled or void sheets were read, and not counted"
    ),
}


@dataclass(frozen=True)
class ShownEquation:
    """One equation as a line: terms are (what, number or None). `holds` is None while unknown."""

    code: str
    title: str
    left: list[tuple[str, int | None]]
    right: list[tuple[str, int | None]]
    at_most: bool
    holds: bool | None
    apart: int


@dataclass(frozen=True)
class ShownAccount:
    """A batch, a place or the edition with its equations; `hidden`: some wait for hand counts."""

    scope: str
    title: str
    equations: list[ShownEquation]
    hidden: bool

    @property
    def agrees(self) -> bool:
        return not self.hidden and all(one.holds for one in self.equations)


def account_title(account: Account) -> str:
    if account.batch is not None or account.scope == "batch":
        return _("Batch %(number)s") % {"number": account.key.partition(":")[2]}
    if account.scope == "place":
        place = account.venue
        return in_language(place, "name") if place else _("Sheets for no place in particular")
    return _("The whole edition")


def shown_account(account: Account, *, open_to_see: bool) -> ShownAccount:
    """An account in words; without machine counts unless they are `open_to_see`."""
    listed = [one for one in account.equations if open_to_see or one.code in AT_ONCE]
    return ShownAccount(
        account.scope,
        account_title(account),
        [_shown(one) for one in listed],
        hidden=not open_to_see and account.scope != "batch",
    )


def _shown(equation: Equation) -> ShownEquation:
    unknown = equation.difference is None
    return ShownEquation(
        code=equation.code,
        title=str(TITLES[equation.code]),
        left=_terms(equation.formula.left, equation.figures),
        right=_terms(equation.formula.right, equation.figures),
        at_most=equation.formula.at_most,
        holds=None if unknown else equation.holds,
        apart=abs(equation.difference or 0),
    )


def _terms(names: Iterable[str], figures: Figures) -> list[tuple[str, int | None]]:
    """Terms that are nothing say nothing, unless all of them are."""
    terms = [(str(NAMES[name]), figures[name], name) for name in names]
    if not terms:
        return [("", 0)]
    said = [term for term in terms if term[1] != 0 or term[2] in HAND]
    return [(words, value) for words, value, _name in said or terms[:1]]


def shown_points(
    points: Iterable[str],
    accounts: Iterable[Account],
    closed: Collection[str],
    signed: Iterable[str] = (),
    untold: Collection[str] = (),
) -> list[str]:
    """What does not add up, in words. `closed` are keys whose machine counts are not shown yet;
    `signed` what two people explained, perhaps with figures that are others by now; `untold` are
    points without their figures."""
    titles = {account.key: account_title(account) for account in accounts}
    explained, found = set(signed), []
    since = _("It was explained before, but these figures have changed since.")
    earlier = {about(point) for point in explained}
    for point in points:
        if is_hidden(point, closed):
            continue
        key, code, *figures = point.split(" ")
        title = titles.get(key, _("The whole edition"))
        what = _untold(code) if point in untold else _point(code, figures)
        words = _("%(where)s: %(what)s") % {"where": title, "what": what}
        changed = point not in explained and (key, code) in earlier
        found.append(f"{words}. {since}" if changed else words)
    return found


def _point(code: str, figures: list[str]) -> str:
    if code == "missing":
        names = ", ".join(str(NAMES[name]) for name in figures[0].split(","))
        return _("not counted by hand yet: %(names)s") % {"names": names}
    if code == "held":
        count = int(figures[0])
        words = ngettext(
            "%(count)d sheet is held and stays undecided",
            "%(count)d sheets are held and stay undecided",
            count,
        )
        return words % {"count": count}
    if code == "spoiled_read":
        count = int(figures[0])
        words = ngettext(
            "%(count)d spoiled or void sheet was read, and not counted",
            "%(count)d spoiled or void sheets were read, and not counted",
            count,
        )
        return words % {"count": count}
    left, right = (sum(map(int, side.split("+"))) for side in figures)
    return str(DIFFERENT[code]) % {"left": left, "right": right}


def _untold(code: str) -> str:
    differ = _(
        "the figures differ; they are not shown, as they could tell something about a few people"
    )
    return str(FEW.get(code, differ))
