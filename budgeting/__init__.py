"""Ground floor: areas, councils, editions, people, phases, money and the audit trail."""

from budgeting.celery import app as celery_app

__all__ = ["celery_app"]
