"""The task queue. A vote never waits for it: only tallies and printing run here."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budgeting.settings")

app = Celery("wijkstem")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
