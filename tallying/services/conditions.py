"""What the tally demands before a vote starts; registered in settings by dotted path."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from budgeting.errors import Missing, Refused
from budgeting.models import Edition
from tallying.services.tallying_up import rules_of, standing_tallies


def rule_is_known(edition: Edition) -> Iterator[Missing]:
    """The rule that decides, and those shown beside it, are rules this version can count."""
    try:
        rules_of(edition)
    except Refused as refusal:
        sentence = _("The rule of the tally is not known: %(problem)s") % {"problem": refusal}
        yield Missing(sentence, "edition_ballot", (edition.council.slug, edition.slug))


def there_is_a_result(edition: Edition) -> Iterator[Missing]:
    """A result goes to the council only once it was counted, and two engines agree on it."""
    try:
        if standing_tallies(edition):
            return
    except Refused:
        pass  # a rule that nobody can count has no result
    last = edition.tally_runs.first()
    sentence = _("The ballots have not been counted yet.")
    if last is not None and last.error_code == "engines_differ":
        sentence = _("Two programs that count do not agree. First somebody finds out why.")
    yield Missing(sentence, "tally_run", (edition.council.slug, edition.slug))
