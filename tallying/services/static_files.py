"""Gathering style sheets and the like for the demo, only when one of them changed."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from budgeting.digests import digest_of


def collect_static() -> bool:
    """Gather static files into the demo's folder; answers whether there was anything to do."""
    stamp = Path(settings.VAR_DIR) / "static.stamp"
    now = _state()
    if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now)
    return True


def _state() -> str:
    """A digest over names, sizes and times of all static files."""
    found = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            found.append([str(path), path.stat().st_size, path.stat().st_mtime_ns])
    return digest_of(sorted(found))
