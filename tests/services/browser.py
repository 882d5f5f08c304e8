"""Chromium for browser tests: Debian's program under Playwright's fixtures `page`, `context` and `browser`.

It resolves no other machine's name. The pages come from a server of the test's own, best on a copy of a
prepared database: pytest-django's `live_server` empties the tests' one.
"""

import os
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox",  # as root, in CI
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost",
]
# Playwright runs an event loop in the tests' thread, in which Django would refuse every query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium_path: str) -> dict[str, Any]:
    """Playwright's own arguments, with the program that this machine has."""
    return {**browser_type_launch_args, "executable_path": chromium_path, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A visitor in Việt Nam."""
    return {**browser_context_args, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
