"""Databases that are filled once: each test that wants their contents finds them there, and is rolled back.

A fixture that costs much names what fills its database::

    @prepared.contents
    def world(folder: Path) -> None: ...          # called once a run, within a transaction

    @pytest.fixture(name="world")
    def _world(request, db, tmp_path) -> World:
        prepared.see_to(request, tmp_path)        # fills now where this test commits
        return look()

All tests whose fixtures name it run, from their first fixture on, in a copy of the empty test database that
the function has filled. A test that commits (``transaction=True``) stays in the test database, which the
function then fills for it alone. No test can ask for two such fixtures, nor drive a browser beside one:
no server would see what is rolled back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from tests.services.memory import forget_contents

Fill = Callable[[Path], object]
DEFAULT = "default"
_fills: dict[str, Fill] = {}


def contents(fill: Fill) -> Fill:
    """Makes the function what fills the database of the fixture of the same name."""
    _fills[fill.__name__] = fill
    return fill


def wanted(names: list[str]) -> str:
    """The contents that a test with these fixtures wants; "" for an empty database."""
    found = [name for name in _fills if name in names]
    assert len(found) <= 1, f"contents of two databases in one test: {found}"
    return found[0] if found else ""


def see_to(request: pytest.FixtureRequest, folder: Path) -> None:
    """Fills the database now, unless the test runs where this has been done."""
    if "prepared_database" not in request.fixturenames:
        _fills[wanted(request.fixturenames)](folder)


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in fixtures


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets the database be chosen before any other fixture of a test opens its transaction."""
    for item in items:
        names: list[str] = getattr(item, "fixturenames", [])
        if wanted(names) and not commits(item) and "prepared_database" not in names:
            assert "playwright" not in names, f"no server sees what {item.nodeid} rolls back"
            names.insert(0, "prepared_database")


@contextmanager
def in_place(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Makes this the default connection of this thread."""
    before = connections[DEFAULT]
    connections[DEFAULT] = connection
    forget_contents()
    try:
        yield
    finally:
        connections[DEFAULT] = before
        forget_contents()


class Copies:
    """The filled copies of the test database, each with an open connection."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self.folders = folders
        self.base: BaseDatabaseWrapper = connections[DEFAULT]
        self.open: dict[str, BaseDatabaseWrapper] = {}

    def get(self, name: str) -> BaseDatabaseWrapper:
        if name not in self.open:
            self.open[name] = self.make(name)
        return self.open[name]

    def make(self, name: str) -> BaseDatabaseWrapper:
        # SQLite writes all into the file, and PostgreSQL copies a database, when nobody is connected to it.
        # Beside a browser the tests' thread has another connection than before (tests/services/rollback.py).
        connections[DEFAULT].close()
        self.base.close()
        self.base.creation.clone_test_db(name, verbosity=0)
        made: BaseDatabaseWrapper = self.base.copy()
        made.settings_dict.update(self.base.creation.get_test_db_clone_settings(name))
        with in_place(made), transaction.atomic():
            _fills[name](self.folders.mktemp(name))
            # As in a test, whose transaction never ends.
            made.run_on_commit.clear()
        return made

    def drop(self) -> None:
        for name, made in self.open.items():
            made.close()
            self.base.creation.destroy_test_db(suffix=name, verbosity=0)


@pytest.fixture(scope="session")
def _copies(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Copies]:
    with django_db_blocker.unblock():
        copies = Copies(tmp_path_factory)
    yield copies
    with django_db_blocker.unblock():
        copies.drop()


@pytest.fixture
def prepared_database(
    request: pytest.FixtureRequest, _copies: Copies, django_db_blocker: DjangoDbBlocker
) -> Iterator[Any]:
    """The test runs in the database with the contents that its fixtures name."""
    with django_db_blocker.unblock():
        connection = _copies.get(wanted(request.fixturenames))
    with in_place(connection):
        yield connection
