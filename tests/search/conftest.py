"""Fixtures of the search tests."""

from collections.abc import Iterator

import pytest

from tests.search import things as module
from tests.search.things import REAL_NAMES, Things


@pytest.fixture
def things(db: None) -> Iterator[Things]:
    """An empty kind of things."""
    with module.things() as made:
        yield made


@pytest.fixture
def names(things: Things) -> Things:
    """Things with names as procedures have them."""
    things.add(*REAL_NAMES)
    return things
