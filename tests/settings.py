"""The product's settings with the environment of a test run."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if not os.environ.get("VAR_DIR"):
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="wijkstem-test-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
_VAR = Path(os.environ["VAR_DIR"])
# Where several processes share a run, each has files of its own below those of the run.
if (_WORKER := os.environ.get("PYTEST_XDIST_WORKER", "")) and _VAR.name != _WORKER:
    _VAR /= _WORKER
    os.environ["VAR_DIR"] = str(_VAR)
(_VAR / "static").mkdir(parents=True, exist_ok=True)
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("DEMO", "1")

from budgeting.settings import *  # noqa: E402, F403
from budgeting.settings import DATABASES, STORAGES  # noqa: E402

if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_VAR / "test.sqlite3")}
    # The file is thrown away: waiting for the disk at each commit would only cost time.
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("=FULL", "=OFF")  # type: ignore[index]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The demo does without; the product does not, and the cast has what it asks for.
SECOND_LOCK_REQUIRED = True
