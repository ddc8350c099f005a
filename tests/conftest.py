"""Shared fixtures: the services at hand, the cast, and a flush that may lift triggers."""

import pytest
from django.utils import translation

pytest_plugins = ["tests.plugin_services", "tests.plugin_workers", "tests.people", "tests.triggers"]


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """Each test begins in the language of the settings: a page leaves its own behind."""
    translation.deactivate()
