"""The tallying app."""

from django.apps import AppConfig


class TallyingConfig(AppConfig):
    name = "tallying"
