"""What an audit found, in sentences: what is sure, how sure, and what nobody can say."""

from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from budgeting.languages import active_language
from budgeting.money import format_count
from tallying.audit.drawing import ALL, WITH, WITHOUT
from tallying.services.auditing_report import AuditReport
from tallying.wording import decimal_text

LANGUAGES = ("nl", "fr", "en")
METHODS: dict[str, str | Promise] = {
    ALL: gettext_lazy("every sheet is looked at"),
    WITH: gettext_lazy("sheets are drawn; one that comes twice counts twice"),
    WITHOUT: gettext_lazy("different sheets are drawn"),
}
WHY_NOT: dict[str, str | Promise] = {
    "equal_shares": gettext_lazy(
        "For Equal Shares there is no risk limit: nobody knows a way to work out how many misread"
        " sheets it takes to change the result. This check tells how many sheets may be misread,"
        " and no more than that."
    ),
    "per_euro": gettext_lazy(
        "For most votes for the money there is no risk limit here. This check tells how many sheets"
        " may be misread, and no more than that."
    ),
    "conditions": gettext_lazy(
        "For a rule with conditions such as thresholds or caps there is no risk limit here. This"
        " check tells how many sheets may be misread, and no more than that."
    ),
    "numbers": gettext_lazy(
        "For ballots with points or ranks there is no risk limit here. This check tells how many"
        " sheets may be misread, and no more than that."
    ),
    "free_projects": gettext_lazy(
        "With projects that cost nothing there is no risk limit here. This check tells how many"
        " sheets may be misread, and no more than that."
    ),
}


def statements(report: AuditReport) -> list[str]:
    """What the audit says, in the active language; the first sentence says how far it is."""
    if not report.audit.seed:
        return [_("The piles are counted. The dice were not thrown yet.")]
    if not report.is_complete:
        return [_so_far(report)]
    return [_found(report), _at_most(report), *_risk(report), *_tried(report)]


def in_all_languages(report: AuditReport) -> dict[str, list[str]]:
    """The same in Dutch, French and English, by language."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = statements(report)
    return found


def _so_far(report: AuditReport) -> str:
    given = {"read": count(len(report.read)), "drawn": count(len(report.tickets))}
    sentence = _("Two people read %(read)s of %(drawn)s sheets so far.") % given
    return sentence + " " + _("What they found is told once all of them are read.")


def _found(report: AuditReport) -> str:
    errors = report.errors
    if not errors.wrong:
        return ngettext(
            "Two people read %(sheets)s sheet. It says what was recorded.",
            "Two people read %(sheets)s sheets. All of them say what was recorded.",
            errors.checked,
        ) % {"sheets": count(errors.checked)}
    return ngettext(
        "Two people read %(sheets)s sheets. %(wrong)s of them does not say what was recorded.",
        "Two people read %(sheets)s sheets. %(wrong)s of them do not say what was recorded.",
        errors.wrong,
    ) % {"sheets": count(errors.checked), "wrong": count(errors.wrong)}


def _at_most(report: AuditReport) -> str:
    assert report.misread_at_most is not None
    given = {
        "percent": percent_up(report.misread_at_most),
        "sheets": count(report.misread_sheets or 0),
        "all": count(report.manifest.places),
    }
    if report.is_all:
        return _("These are all sheets in the piles: nothing is left to chance.")
    return (
        _(
            "With 95%% confidence at most %(percent)s%% of the sheets were misread: no more than"
            " %(sheets)s of %(all)s."
        )
        % given
    )


def _risk(report: AuditReport) -> list[str]:
    if report.limit.why_not:
        return [str(WHY_NOT[report.limit.why_not])]
    if report.limit.margin is None:
        return [_("Every project that fits the budget was chosen: the paper cannot change that.")]
    if report.risk is None:
        return [_("For this number of sheets no risk limit was set.")]
    online = _("Votes that were cast online leave no paper. They are taken as they were counted.")
    return [_risk_is(report, report.risk), online]


def _risk_is(report: AuditReport, risk: Fraction) -> str:
    if report.is_all:
        return (
            _("The paper gives the same projects.")
            if not risk
            else _("The paper no longer proves that the same projects win: count it by hand.")
        )
    given = {"risk": percent_up(risk), "limit": report.manifest.risk_percent}
    if report.limit_is_reached:
        return (
            _(
                "If the paper gave other projects, the chance to find this would be at most"
                " %(risk)s%%. The limit, set beforehand, is %(limit)s%%: it is kept."
            )
            % given
        )
    return (
        _(
            "If the paper gave other projects, the chance to find this could be %(risk)s%%. The"
            " limit, set beforehand, is %(limit)s%%: it is not kept. More sheets have to be drawn,"
            " or whole piles read."
        )
        % given
    )


def _tried(report: AuditReport) -> list[str]:
    tried: dict[str, Any] = report.audit.simulation
    if not tried:
        return []
    runs, changed = tried["random"]
    lost = sum(changes for _runs, changes in tried["loss"].values())
    given = {
        "sheets": count(tried["misread"]),
        "runs": count(runs),
        "changed": count(changed),
        "projects": count(len(tried["loss"])),
        "lost": count(lost),
    }
    by_chance = _(
        "Tried out, which proves nothing: with %(sheets)s sheets misread by chance, %(changed)s of"
        " %(runs)s counts gave other projects."
    )
    loss = _(
        "If so many sheets lost the mark for one and the same project, the result would change for"
        " %(lost)s of the %(projects)s projects."
    )
    return [by_chance % given, loss % given]


def count(number: int) -> str:
    """A whole number as the page's language writes it."""
    return format_count(number, active_language())


def percent_up(share: Fraction) -> str:
    """A share as percent with two decimals, rounded up, in the page's language."""
    hundredths = -int(-share * 10_000 // 1)
    return decimal_text(f"{hundredths // 100}.{hundredths % 100:02}", active_language())
