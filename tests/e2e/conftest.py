"""What walks through the demonstration share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import demo


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[str]:
    """Address of a demonstration of this test's own."""
    with demo.served_copy(tmp_path) as address:
        yield address
