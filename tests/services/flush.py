"""The flush after a test that commits: the one place where append-only tables are emptied in tests."""

from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from portal.core import append_only

_flush = BaseDatabaseOperations.execute_sql_flush


def _flush_with_lifted_guards(operations: Any, statements: list[str]) -> None:
    with append_only.lifted(operations.connection.alias):
        _flush(operations, statements)


def allow(patch: pytest.MonkeyPatch) -> None:
    """Let Django's flush empty the guarded tables, and guard them again."""
    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", _flush_with_lifted_guards)
