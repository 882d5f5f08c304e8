"""Who brings files, and where they lie."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.people import person, signed_in
from tests.world import World


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> None:
    """Files of a test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def editor(world: World) -> Client:
    """The editor of xã Anh Sơn, signed in."""
    return signed_in(person(world, "editor", "17951"))
