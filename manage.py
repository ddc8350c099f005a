#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

# These need neither database nor secret: anyone may run them on any machine.
OFFLINE = {"draw", "tally", "recount", "make_keys", "open_envelopes"}
PRODUCTION = ("SECRET_KEY", "DATABASE_URL", "KEY_DIR", "ALLOWED_HOSTS")


def is_offline(arguments: list[str]) -> bool:
    """Whether a command asks for no database; `verify_records FILE` reads its file only."""
    command, *rest = arguments or [""]
    return command in OFFLINE or (
        command == "verify_records" and rest[0:1] != [] and rest[0][:1] != "-"
    )


def choose_mode(arguments: list[str]) -> None:
    """Offline commands ask for nothing; beside a loaded demo, commands speak to the demo."""
    if any(os.environ.get(name) for name in ("DEMO", "DEBUG", *PRODUCTION)):
        return
    if is_offline(arguments[1:]):
        os.environ["OFFLINE"] = "1"
    elif (Path(__file__).parent / ".var" / "demo.json").exists():
        os.environ["DEMO"] = "1"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budgeting.settings")
    choose_mode(sys.argv)
    execute_from_command_line(sys.argv)
