"""Shared fixtures: the services at hand, the cast, and a flush that may lift triggers."""

pytest_plugins = ["tests.plugin_services", "tests.plugin_workers", "tests.people", "tests.triggers"]
