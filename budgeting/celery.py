"""The task queue, and what runs by the clock. A vote never waits for it.

The clock reminds and announces, takes up files whose reader fell silent, and erases names whose day
has come; it moves no edition.
Each of its tasks may run again: what was mailed already that day stays mailed once, what failed is
tried again.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budgeting.settings")

app = Celery("wijkstem")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# In Brussels, whatever its clocks do that night.
app.conf.timezone = "Europe/Brussels"
IN_THE_MORNING = crontab(hour="7", minute="0,20,40")
app.conf.beat_schedule = {
    "remind": {"task": "tallying.remind", "schedule": IN_THE_MORNING},
    "announce": {"task": "tallying.announce", "schedule": IN_THE_MORNING},
    "forget": {"task": "budgeting.forget_invitations", "schedule": IN_THE_MORNING},
    "uploads": {"task": "voting.resume_uploads", "schedule": crontab()},
    "prints": {"task": "voting.tend_prints", "schedule": crontab()},
    "names": {"task": "voting.erase_names", "schedule": IN_THE_MORNING},
    "heads": {"task": "budgeting.mail_heads", "schedule": IN_THE_MORNING},
}
