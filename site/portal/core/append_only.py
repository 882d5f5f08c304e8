"""Tables whose lines are written once: the database itself refuses to change or delete a line.

The refusal is a trigger, set up after every ``migrate`` (and not in a migration: on SQLite a table that a
later migration rebuilds loses its triggers without a word). Whoever owns the database can take a trigger
away; that is why the publication log is a hash chain besides. :func:`lifted` is for what must empty whole
tables: leaving the demonstration, and the flush between tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.signals import post_migrate

_labels: list[str] = []


class AppendOnly(RuntimeError):
    """Raised when code tries to change or delete a line of an append-only table."""


class AppendOnlyQuerySet(QuerySet[Any]):
    """Lines can be added and read."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise AppendOnly(f"Lines of {self.model._meta.db_table} are not changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise AppendOnly(f"Lines of {self.model._meta.db_table} are not deleted.")


def register(label: str) -> None:
    """Protect the table of a model ("core.AuditEntry"); called from ``ready()``."""
    if label not in _labels:
        _labels.append(label)
    post_migrate.connect(_after_migrate, dispatch_uid="portal.core.append_only")


def protected() -> list[type[Model]]:
    """The models whose tables are protected."""
    return [apps.get_model(label) for label in _labels]


def unguarded(using: str = "default") -> list[str]:
    """Names of registered tables that lack their triggers in this database."""
    connection = connections[using]
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        triggers = {name for (name,) in cursor.fetchall()}
    tables = [model._meta.db_table for model in protected() if model._meta.db_table in existing]
    return [table for table in tables if not triggers.issuperset(_statements(connection, table))]


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Take the triggers away for one transaction and put them back before it ends."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        tables = _guarded(connection)
        for table in tables:
            for name in _statements(connection, table):
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{name}"{on}')
        yield
        _set_up(connection, tables)


def _guarded(connection: BaseDatabaseWrapper) -> list[str]:
    missing = unguarded(connection.alias)
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
    tables = (model._meta.db_table for model in protected())
    return [table for table in tables if table in existing and table not in missing]


def _after_migrate(using: str, **kwargs: Any) -> None:
    """Set up what is missing."""
    _set_up(connections[using], unguarded(using))


def _set_up(connection: BaseDatabaseWrapper, tables: list[str]) -> None:
    with connection.cursor() as cursor:
        if tables and connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_REFUSAL)
        for table in tables:
            for name, statement in _statements(connection, table).items():
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')
                cursor.execute(statement)


_POSTGRESQL_REFUSAL = """
CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: lines of % are neither changed nor deleted', TG_TABLE_NAME;
END $$
"""


def _statements(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    """Trigger name -> the statement that makes it."""
    made = {}
    for event in ("update", "delete"):
        name = f"{table}_no_{event}"
        if connection.vendor == "postgresql":
            made[name] = (
                f'CREATE TRIGGER "{name}" BEFORE {event.upper()} ON "{table}" '
                "FOR EACH ROW EXECUTE FUNCTION portal_append_only()"
            )
        else:
            made[name] = (
                f'CREATE TRIGGER "{name}" BEFORE {event.upper()} ON "{table}" BEGIN '
                f"SELECT RAISE(ABORT, 'append-only: lines of {table} are neither changed nor deleted'); END"
            )
    if connection.vendor == "postgresql":
        made[f"{table}_no_truncate"] = (
            f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION portal_append_only()"
        )
    return made
