"""Locks on an edition: many may cast at once, one closes or opens alone."""

from django.db import connection

from budgeting.models import Edition


def shared(edition_id: int) -> Edition:
    """The edition, held so that it cannot be closed before this transaction ends.

    PostgreSQL: FOR SHARE. SQLite has one writer at a time, and transactions begin IMMEDIATE.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM budgeting_edition WHERE id = %s FOR SHARE", [edition_id])
    return Edition.objects.select_related("council").get(pk=edition_id)


def alone(edition_id: int) -> Edition:
    """The edition, held until every cast under way has ended and none can begin."""
    return Edition.objects.select_for_update().get(pk=edition_id)
