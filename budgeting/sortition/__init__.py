"""Drawing lots for the seats of a council, with quotas. Pure: the standard library and numpy.

Everything follows from the list, the quotas, the seed and the name of the algorithm, so that
anybody draws again and gets the same people: `chance` says how numbers come from the seed,
`priority` and `leximin` what the algorithms do, `substitutes` how replacements are found.
"""

from budgeting.sortition.checks import Change, Contradiction, Infeasible, TooHard
from budgeting.sortition.drawing import (
    ALGORITHMS,
    LEXIMIN,
    RANDOM_PRIORITY,
    Drawn,
    Order,
    chances,
    draw,
    feasible,
    rehearse,
)
from budgeting.sortition.errors import SortitionError
from budgeting.sortition.lists import (
    ListRefused,
    list_digest,
    quotas_of,
    read_candidates,
    read_quotas,
    values_of,
)

__all__ = [
    "ALGORITHMS",
    "LEXIMIN",
    "RANDOM_PRIORITY",
    "Change",
    "Contradiction",
    "Drawn",
    "Infeasible",
    "ListRefused",
    "Order",
    "SortitionError",
    "TooHard",
    "chances",
    "draw",
    "feasible",
    "list_digest",
    "quotas_of",
    "read_candidates",
    "read_quotas",
    "rehearse",
    "values_of",
]
