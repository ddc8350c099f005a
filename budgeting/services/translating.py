"""Saving translations: the texts alone, and never over what somebody else did meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Translated, User, Versioned
from budgeting.services.recording import record
from budgeting.services.text_queue import Job, find_job, job_of
from budgeting.translating import plain


@dataclass(frozen=True)
class Change:
    """A translation as it should stand, with both texts as the translator saw them.

    `still_right` settles a stale text that stays as it is.
    """

    name: str
    source: str
    target: str
    text: str
    source_seen: str
    target_seen: str
    still_right: bool = False

    @property
    def is_written(self) -> bool:
        return plain(self.text) != plain(self.target_seen)


class TextsChanged(Refused):
    """Somebody changed a source or a translation meanwhile; `job` is how the row stands now."""

    def __init__(self, job: Job) -> None:
        super().__init__("changed_meanwhile", _("Somebody else changed these texts meanwhile."))
        self.job = job


def save_texts(
    council: Council,
    job: Job,
    changes: Sequence[Change],
    *,
    by: User,
    role: str,
    clock: Clock = DATABASE_CLOCK,
) -> None:
    """Write what was translated and settle what follows again.

    Refuses `frozen` for a row whose texts may not change (any more), `own_words` for a text that
    is nobody's translation, and TextsChanged; then nothing is stored.
    """
    wanted = [one for one in changes if one.is_written or one.still_right]
    with transaction.atomic():
        # The vote freezes texts behind the same lock.
        if job.row.edition:
            Edition.objects.select_for_update().get(pk=job.row.edition.pk)
        found = find_job(council, *job.row.key)
        if found is None:
            raise Refused("frozen", _("These texts can no longer be changed."))
        row = _locked(found.row.row)
        current = job_of(replace(found.row, row=row))
        for change in wanted:
            _check(row, change, current)
        if wanted:
            _write(row, wanted)
            record("texts_translated", edition=current.row.edition, council=council, by=by,
                   role=role, data=_recorded(current, wanted), clock=clock)  # fmt: skip


def _recorded(job: Job, changes: Sequence[Change]) -> dict[str, object]:
    """Which texts, and never a word of them."""
    kind, pk = job.row.key
    return {
        "kind": kind,
        "id": pk,
        "texts": [f"{one.name}_{one.target}" for one in changes if one.is_written],
        "still_right": [f"{one.name}_{one.target}" for one in changes if not one.is_written],
    }


def _locked(row: Translated) -> Translated:
    return type(row)._base_manager.select_for_update().get(pk=row.pk)


def _check(row: Translated, change: Change, current: Job) -> None:
    target = getattr(row, f"{change.name}_{change.target}")
    if change.target == row.own_language(change.name) and target.strip():
        raise Refused("own_words", _("The submitter’s own words stay as they are."))
    source = getattr(row, f"{change.name}_{change.source}")
    untouched = plain(target) in {plain(change.target_seen), plain(change.text)}
    if not untouched or plain(source) != plain(change.source_seen):
        raise TextsChanged(current)


def _write(row: Translated, changes: Sequence[Change]) -> None:
    columns = [f"{one.name}_{one.target}" for one in changes]
    for column, change in zip(columns, changes, strict=True):
        setattr(row, column, plain(change.text))
    row.settle(*(one.name for one in changes))
    if isinstance(row, Versioned):
        row.save_over(row.version, [*columns, "stale"])
    else:
        row.save(update_fields=[*columns, "stale"])
