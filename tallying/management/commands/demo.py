"""`manage.py demo`: a whole site with fictional data on this machine, ready to click through."""

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser

from budgeting.errors import Refused
from budgeting.management.output import EXIT_REFUSED, EXIT_USAGE, PlainCommand
from tallying.management.arguments import whole_number
from tallying.services.demo_data import load_demo
from tallying.services.demo_people import councils_of
from tallying.services.demo_reset import own_database, reset
from tallying.services.serving import HOST, Serving, port_is_free
from tallying.services.static_files import collect_static
from voting.codes import grouped


class Command(PlainCommand):
    """Prepares the demo (once), prints how to come in (every time) and serves it."""

    help = "Serve the demo: fictional editions, sign-in links, voting codes and key shares."
    exit_codes = "exit codes: 0 ended by Ctrl-C or --no-serve · 1 a server failed · 4 refused"

    def add_arguments(self, parser: CommandParser) -> None:
        """Port, fresh start, and whether to serve at all."""
        super().add_arguments(parser)
        port = os.environ.get("PORT", "") or "8000"
        parser.add_argument("--port", type=whole_number, default=port, help="default 8000, or PORT")
        parser.add_argument("--reset", action="store_true", help="remove the demo's data first")
        parser.add_argument("--no-serve", action="store_true", help="prepare and print only")

    def handle(self, **options: Any) -> None:
        """Check, prepare, print, serve."""
        port = options["port"]
        if not settings.DEMO:
            self.fail("not_a_demo", "Set DEMO=1: this command never runs elsewhere.", EXIT_REFUSED)
        if not 1 <= port <= 65535:
            self.fail("bad_port", "A port is a number from 1 to 65535.", EXIT_USAGE)
        if not options["no_serve"] and not port_is_free(port):
            sentence = f"Port {port} is in use. Choose another one: --port {port + 1}"
            self.fail("port_taken", sentence, EXIT_REFUSED)
        try:
            kept = self._prepare(f"http://{HOST}:{port}", fresh=options["reset"])
        except Refused as refusal:
            missing = " ".join(str(item) for item in refusal.missing)
            self.fail(refusal.code, f"{refusal.sentence} {missing}".strip(), EXIT_REFUSED)
        except KeyboardInterrupt:
            self.fail("stopped", "Stopped before the demo was ready.", 130)
        kept = {"address": f"http://{HOST}:{port}/", **kept}
        self.emit(kept, welcome(kept), as_json=options["as_json"])
        self.stdout.flush()
        if not options["no_serve"]:
            sys.exit(Serving(port).run(lambda: self._say("Ready. Stop with Ctrl-C.")))

    def _prepare(self, base_url: str, *, fresh: bool) -> dict[str, Any]:
        """Tables, static files and data, as far as they are not there."""
        Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
        if fresh:
            if own_database() is None:
                raise Refused("not_the_demos_database", "--reset keeps to its own database file.")
            self._say("Removed: " + (", ".join(reset()) or "nothing, there was nothing."))
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        collect_static()
        return load_demo(self._say, base_url)

    def _say(self, text: str) -> None:
        """Progress goes to stderr, so that --json stays one document."""
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


WITHOUT_LOCK = "(elsewhere officers and trustees also need a passkey or a code app)"


def welcome(kept: dict[str, Any]) -> str:
    """How to come in, for people."""
    address = kept["address"]
    lines = [
        "",
        f"  Wijkstem · Voix de quartier (demo)  {address}",
        "",
        f"  Sign in as {WITHOUT_LOCK}",
    ]
    councils = councils_of(person["email"] for person in kept["people"].values())
    for person in kept["people"].values():
        at = ", ".join(councils.get(person["email"], ()))
        lines.append(f"    {person['name']} ({person['role']}): {at}")
        lines.append(f"      {address}demo/sign-in/{person['token']}")
    lines += ["", f"  Vote with a code at {address}nl/vote/"]
    lines += [f"    {grouped(code)}" for code in kept["codes"]]
    lines += ["", "  Key shares of the ballot box (2 of 3 open it)"]
    lines += [f"    {share}" for share in kept["shares"]]
    lines += [
        "",
        "  Mails are not sent: each is a file, headers and text, in",
        f"    {settings.EMAIL_FILE_PATH}",
    ]
    return "\n".join([*lines, ""])
