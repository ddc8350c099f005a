"""Starting the demo over: removing what it wrote, by name, and nothing else."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

FILES = (
    *("demo.json", "demo.new", "gunicorn.pid", "gunicorn.ctl", "static.stamp"),
    *("worker.log", "web-server.log"),
    *(f"beat-schedule{end}" for end in ("", ".bak", ".dat", ".db", ".dir")),
)
FOLDERS = ("keys", "queue", "queue-control", "mail", "media", "static")


def own_database() -> Path | None:
    """The demo's database file; None where the database is another one."""
    name = Path(str(connection.settings_dict["NAME"]))
    inside = name.resolve().parent == Path(settings.VAR_DIR).resolve()
    return name if connection.vendor == "sqlite" and inside else None


def reset() -> list[str]:
    """Remove database, keys, queue, mail, uploads and links of the demo; answers their names."""
    folder = Path(settings.VAR_DIR)
    database = own_database()
    removed: list[str] = []
    connection.close()
    names = [database.name + end for end in ("", "-wal", "-shm", "-journal")] if database else []
    for name in (*names, *FILES):
        if (folder / name).exists():
            (folder / name).unlink()
            removed.append(name)
    for name in FOLDERS:
        if (folder / name).is_dir() and not (folder / name).is_symlink():
            shutil.rmtree(folder / name)
            removed.append(f"{name}/")
    return removed
