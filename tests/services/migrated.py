"""The empty test database on SQLite, migrated once for the same migrations and packages, then copied.

Migrations take half a minute of every run otherwise, also of a single test. Django still asks whether any
is missing, and what follows migrations (permissions, roles) runs as ever.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation

from deploy.launcher.place import app_files, digest, files


def template() -> Path:
    """Where the migrated database lies for the code as it is now."""
    name = digest([*app_files("**/migrations/*.py"), *files("requirements/*.txt")])[:16]
    return Path(settings.PORTAL_VAR) / "test-template" / f"{name}.sqlite3"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Lets Django find the migrated database where it would make an empty one."""
    empty: Any = DatabaseCreation._create_test_db  # type: ignore[attr-defined]

    def create(self: Any, *args: Any, **kwargs: Any) -> str:
        name: str = empty(self, *args, **kwargs)
        if not self.is_in_memory_db(name) and template().exists():
            shutil.copyfile(template(), name)
        return name

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseCreation, "_create_test_db", create)
        yield


def keep() -> None:
    """Keep the test database as it stands after its migrations; nothing where it is kept, or elsewhere."""
    target = template()
    if connection.vendor != "sqlite" or target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}")
    connection.close()
    with sqlite3.connect(connection.settings_dict["NAME"]) as source, sqlite3.connect(unfinished) as copy:
        source.backup(copy)
    source.close()
    copy.close()
    os.replace(unfinished, target)
    for old in target.parent.glob("*.sqlite3"):
        if old != target:
            old.unlink(missing_ok=True)
