"""The words of the ground floor for people: phases, influence and the state of a result."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.models import InfluenceLevel, ResultState
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

INFLUENCE_NAMES: dict[str, str | Promise] = {
    InfluenceLevel.INFORM: _("You are informed"),
    InfluenceLevel.CONSULT: _("You give advice"),
    InfluenceLevel.CO_DECIDE: _("You decide together with the City"),
    InfluenceLevel.DECIDE: _("You decide"),
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
