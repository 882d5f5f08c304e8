"""The rows that migrations made, given back after a test that committed.

Django keeps them on the connection object (`serialized_rollback`). Once Playwright runs its event loop in
the tests' thread, Django hands out another connection object, which would know nothing of them: so the class
keeps them.
"""

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """pytest-django's database, whose migrated rows every connection of this process knows."""
    contents = getattr(connection, "_test_serialized_contents", None)
    if contents is not None:
        BaseDatabaseWrapper._test_serialized_contents = contents  # type: ignore[attr-defined]
