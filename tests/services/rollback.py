"""The rows that migrations made, given back after a test that committed.

Django keeps them on the connection object (`serialized_rollback`). Once Playwright runs its event loop in
the tests' thread, Django hands out another connection object, which would know nothing of them: so the class
keeps them. Django gives them back before the next test that commits; here it is done at once, so that
tests may come in any order.
"""

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from search.backends.base import embedded
from tests.services import migrated


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """pytest-django's database, whose migrated rows every connection of this process knows."""
    with django_db_blocker.unblock():
        migrated.keep()
    contents = getattr(connection, "_test_serialized_contents", None)
    if contents is not None:
        BaseDatabaseWrapper._test_serialized_contents = contents  # type: ignore[attr-defined]


def give_back_at_once(patch: pytest.MonkeyPatch) -> None:
    """Whatever comes after a test that committed finds what migrations made, and nothing else."""
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def flush_and_give_back(case: TransactionTestCase) -> None:
        flush(case)
        # The index of words is no table of Django's.
        index = embedded()
        index.remove(sorted(index.held()))
        contents = getattr(connection, "_test_serialized_contents", None)
        if case.serialized_rollback and contents is not None:
            connection.creation.deserialize_db_from_string(contents)

    patch.setattr(TransactionTestCase, "_fixture_teardown", flush_and_give_back)
