"""A vote with rules of paper of its own, and a page looked at by somebody."""

from typing import Any

from budgeting.models import Council, Edition, User
from budgeting.phases import Phase
from tests import build
from tests.voting import desk
from voting.models import PaperRules, Scan
from voting.services.looking import Looked, look_at
from voting.services.paper_rules import store_rules
from voting.services.starting import register_server_box, start_voting


def voting(of: Council, rules: dict[str, Any], **fields: Any) -> Edition:
    """An edition whose vote is open under these rules of paper; the others are the usual ones."""
    made = build.edition(of, phase=Phase.PUBLICATION, **fields)
    build.projects(made, 4)
    store_rules(made, PaperRules(edition=made).frozen() | rules)
    register_server_box(made, clock=desk.CLOCK)
    start_voting(made, clock=desk.CLOCK)
    made.refresh_from_db()
    return made


def seen(scan: Scan, by: User) -> Looked:
    """The page as it stands now, in front of somebody."""
    fresh = Scan.objects.select_related("batch__edition", "sheet__layout").get(pk=scan.pk)
    return look_at(fresh, by=by, clock=desk.CLOCK)
