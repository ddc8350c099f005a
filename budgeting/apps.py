"""The budgeting app, and the administration in the shape of this site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class BudgetingConfig(AppConfig):
    name = "budgeting"


class AdministrationConfig(admin_apps.AdminConfig):
    """Django's administration behind our own door; named in the settings."""

    default = False
    default_site = "budgeting.administration.Administration"
