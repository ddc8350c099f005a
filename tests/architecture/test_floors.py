"""The house stands: the real tree breaks no rule, and a planted breach of each kind is caught."""

import pytest

from tests.architecture.floors import Breach, breaches
from tests.architecture.tree import none, python_files

PLANTED = [
    ("upward_import", {"proposals/views.py": "from voting.models import Ballot"}),
    ("upward_import", {"budgeting/urls.py": "import tallying.views"}),
    ("upward_import", {"budgeting/migrations/0001_a.py": "import voting.models"}),
    ("imports_tests", {"voting/views.py": "from tests import people"}),
    ("upward_string", {"proposals/models.py": "ballot = key('voting.Ballot')"}),
    ("upward_string", {"proposals/urls.py": "path('', include('tallying.urls'))"}),
    ("upward_string", {"budgeting/migrations/0001_a.py": "needs = [('voting', '0001_initial')]"}),
    ("impure", {"tallying/engine/greedy.py": "from django.utils.timezone import now"}),
    ("impure", {"voting/paper/read.py": "import celery"}),
    ("impure", {"voting/sealing.py": "from voting.models import Envelope"}),
    ("impure", {"voting/codes.py": "import voting.words", "voting/words.py": "import django"}),
    ("wiring_imported", {"voting/views.py": "from budgeting.settings import DEBUG"}),
    ("wiring_imported", {"budgeting/access.py": "from budgeting import urls"}),
    ("upward_layer", {"voting/models.py": "from voting.services.casting import cast"}),
    ("upward_layer", {"voting/services/casting.py": "from voting.forms import VoteForm"}),
    ("upward_layer", {"voting/services/casting.py": "from voting import tasks"}),
    ("upward_layer", {"voting/services/casting.py": "from budgeting.views.home import home"}),
    ("upward_layer", {"voting/tasks.py": "from voting.views import vote"}),
    ("upward_layer", {"voting/views.py": "from voting.urls import urlpatterns"}),
    ("task_in_service", {"voting/services/printing.py": "job.delay(1)"}),
    ("task_in_service", {"voting/services/printing.py": "app.send_task('voting.tasks.print')"}),
    ("request_in_service", {"voting/services/casting.py": "def cast(*, request): ..."}),
    ("relative_import", {"voting/views.py": "from .models import Ballot"}),
    ("relative_import", {"tests/voting/test_casting.py": "from . import people"}),
    ("import_in_function", {"voting/apps.py": "def ready():\n    import voting.checks"}),
    (
        "import_in_function",
        {"tests/build.py": "def a():\n  def b():\n    from voting import errors"},
    ),
    ("import_cycle", {"voting/a.py": "import voting.b", "voting/b.py": "from voting import a"}),
]

RECEIVER = "from django.dispatch import receiver\nfrom django.db.models.signals import post_save\n"
MODEL = "from proposals.models import Proposal\nfrom voting.models import Ballot\n"

PLANTED_SIGNALS = [
    RECEIVER + "@receiver(post_save)\ndef note(**kwargs): ...",
    RECEIVER + "@receiver(post_save, sender='proposals.Proposal')\ndef note(**kwargs): ...",
    RECEIVER + MODEL + "@receiver(post_save, sender=Proposal)\ndef note(**kwargs): ...",
    RECEIVER + MODEL + "post_save.connect(print, sender=Proposal)",
    "from proposals.signals import submitted\nsubmitted.connect(print)",
]

ALLOWED = [
    {"tallying/services/counting.py": "from voting.models import Ballot"},
    {"budgeting/urls.py": "path('', include('tallying.urls'))"},
    {"budgeting/settings.py": "CONDITIONS = ['voting.services.starting.ready']"},
    {"voting/services/casting.py": "from budgeting.errors import Refused"},
    {"voting/tasks.py": "from voting.services.opening import open_envelopes"},
    {"voting/views/casting.py": "print_sheets.delay(1)\nfrom voting.tasks import print_sheets"},
    {"tallying/engine/greedy.py": "from fractions import Fraction\nimport pabutools"},
    {"proposals/templates.py": "name = 'voting/card.html'\nlink = 'voting:cast'"},
    {"voting/triggers.py": RECEIVER + MODEL + "post_save.connect(print, sender=Ballot)"},
    {
        "voting/a.py": "import typing\nif typing.TYPE_CHECKING:\n    import voting.b",
        "voting/b.py": "import voting.a",
    },
]


def completed(planted: dict[str, str]) -> dict[str, str]:
    """The planted files among the modules they name."""
    standing = [f"voting/{layer}" for layer in ("models", "forms", "tasks", "views", "urls")]
    standing += ["voting/services/casting", "budgeting/views/home", "budgeting/urls"]
    return {f"{name}.py": "" for name in standing} | planted


def codes(found: list[Breach]) -> set[str]:
    return {breach.code for breach in found}


def test_the_house_stands() -> None:
    none(breaches(python_files()))


@pytest.mark.parametrize(("code", "planted"), PLANTED)
def test_a_planted_breach_is_caught(code: str, planted: dict[str, str]) -> None:
    assert code in codes(breaches(completed(planted)))


@pytest.mark.parametrize("source", PLANTED_SIGNALS)
def test_a_signal_between_apps_is_caught(source: str) -> None:
    assert "signal_between_apps" in codes(breaches({"voting/models.py": source}))


@pytest.mark.parametrize("planted", ALLOWED)
def test_what_points_down_is_allowed(planted: dict[str, str]) -> None:
    assert breaches(completed(planted)) == []


def test_a_module_without_a_layer_counts_as_the_highest_it_imports() -> None:
    around = {
        "voting/helper.py": "from voting.views import vote",
        "voting/services/casting.py": "from voting.helper import vote",
    }
    assert codes(breaches(completed(around))) == {"upward_layer"}


def test_every_circle_is_reported() -> None:
    names = "abcd"
    circles = {f"voting/{a}.py": f"import voting.{b}" for a, b in zip(names, "badc", strict=True)}
    found = breaches(circles)
    assert [breach.code for breach in found] == ["import_cycle", "import_cycle"]
