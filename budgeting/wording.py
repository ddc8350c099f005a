"""The words of the ground floor for people: phases, roles, dates, influence, results, marks."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.models import InfluenceLevel, Residence, ResultState, Role, Verification
from budgeting.phases import Phase

PHASE_NAMES: dict[str, str | Promise] = {
    Phase.DRAFT: pgettext_lazy("phase", "In preparation"),
    Phase.CALL: pgettext_lazy("phase", "Call for proposals"),
    Phase.REVIEW: pgettext_lazy("phase", "Study of the proposals"),
    Phase.PUBLICATION: pgettext_lazy("phase", "List of projects"),
    Phase.VOTING: pgettext_lazy("phase", "Vote"),
    Phase.COUNTING: pgettext_lazy("phase", "Count"),
    Phase.COUNCIL_REVIEW: pgettext_lazy("phase", "Check by the council"),
    Phase.OBJECTIONS: pgettext_lazy("phase", "Objections"),
    Phase.DECISION: pgettext_lazy("phase", "Decision"),
    Phase.REALISATION: pgettext_lazy("phase", "Realisation"),
    Phase.CLOSED: pgettext_lazy("phase", "Finished"),
}

ROLE_NAMES: dict[str, str | Promise] = {
    Role.OFFICER: _("Officer of the City"),
    Role.FACILITATOR: _("Neighbourhood facilitator"),
    Role.MEMBER: _("Council member"),
    Role.TRANSLATOR: _("Translator"),
    Role.OBSERVER: _("Observer"),
    Role.TRUSTEE: _("Key holder"),
}

ROLE_TEXTS: dict[str, str | Promise] = {
    Role.OFFICER: _("Prepares the editions and leads them through their phases."),
    Role.FACILITATOR: _("Helps residents with proposals, and reads in paper ballots."),
    Role.MEMBER: _("Checks the results together with the council."),
    Role.TRANSLATOR: _("Sees to it that Dutch and French say the same."),
    Role.OBSERVER: _(
        "Looks on: the paper ballots, the opening of the ballot box, the audit trail."
    ),
    Role.TRUSTEE: _("Holds one of the keys with which the ballot box is opened."),
}

INFLUENCE_NAMES: dict[str, str | Promise] = {
    InfluenceLevel.INFORM: _("You are informed"),
    InfluenceLevel.CONSULT: _("You give advice"),
    InfluenceLevel.CO_DECIDE: _("You decide together with the City"),
    InfluenceLevel.DECIDE: _("You decide"),
}

MOMENT_NAMES: dict[str, str | Promise] = {
    "call_opens_at": _("The call starts"),
    "call_closes_at": _("The call ends"),
    "ballot_published_at": _("The list of projects is published"),
    "opens_at": _("The vote starts"),
    "closes_at": _("The vote closes"),
    "paper_intake_until": _("Last paper ballots"),
    "objections_until": _("Objections end"),
    "decision_on": _("The municipal council decides"),
    "destruction_on": _("Keys and ballots are destroyed"),
}

RESIDENCE_NAMES: dict[str, str | Promise] = {
    Residence.AREA: _("Residents of the neighbourhood"),
    Residence.CITY: _("Residents of the City of Brussels"),
    Residence.REGION: _("Residents of the Brussels Region"),
    Residence.ANYWHERE: _("Everybody, wherever they live"),
}

VERIFICATION_NAMES: dict[str, str | Promise] = {
    Verification.LETTER: _("with the code from the letter at home"),
    Verification.DESK: _("at a desk, with an identity document"),
    Verification.ACCOUNT: _("with an account on the platform of the City"),
    Verification.EID: _("with an electronic identity card or itsme"),
}

RESULT_STATES: dict[str, str | Promise] = {
    ResultState.NONE: _("No result yet"),
    ResultState.PROVISIONAL: _("Provisional result"),
    ResultState.REVIEWED: _("Result checked by the council"),
    ResultState.CONTESTABLE: _("Result open to objections"),
    ResultState.BEFORE_COLLEGE: _("Result before the College"),
    ResultState.BEFORE_MUNICIPAL_COUNCIL: _("Result before the municipal council"),
    ResultState.FINAL: _("Final result"),
}

EVALUATION_QUESTIONS: dict[str, str | Promise] = {
    "easy": _("It was easy to take part"),
    "understood": _("I understood how it works"),
    "heard": _("I feel that I was heard"),
    "again": _("I would take part again"),
}
