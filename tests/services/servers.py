"""Fixtures with the addresses of the real servers that `make test` starts (deploy/services)."""

import os
from collections.abc import Iterator

import pytest

from deploy.launcher.place import IN_CI
from deploy.services.group import KINDS, MISSING
from deploy.services.mail import Mail


def address(name: str) -> str:
    """The address of a server; without one the test is skipped with the way to get it, and fails in CI."""
    kind = KINDS[name]
    value = os.environ.get(kind.variable, "")
    if value and not (name == "postgresql" and not value.startswith("postgres")):
        return value
    remedy = (
        os.environ.get(MISSING + name.upper()) or f"make test (or python -m deploy.services start {name})"
    )
    reason = f"{name} is not there ({kind.variable}); to get it: {remedy}"
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """URL of an empty PostgreSQL database whose role may create databases."""
    return address("postgresql")


@pytest.fixture(scope="session")
def redis_url() -> str:
    """URL of a Redis server that is there for the tests alone."""
    return address("redis")


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """URL of one Elasticsearch 8.19 node without security."""
    return address("elasticsearch")


@pytest.fixture(scope="session")
def mail_url() -> Iterator[str]:
    """URL of a mail server that keeps what it is given; it is our own, so every machine has it."""
    known = os.environ.get(Mail.variable, "")
    if known:
        yield known
        return
    server = Mail()
    try:
        server.start()
        yield server.wait()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def clamd_url() -> str:
    """URL of a clamd that knows :data:`deploy.services.clamd.MARK` alone."""
    return address("clamd")


@pytest.fixture(scope="session")
def nginx_path() -> str:
    """Path of the nginx program."""
    return address("nginx")


@pytest.fixture(scope="session")
def soffice() -> str:
    """Path of LibreOffice's program."""
    return address("libreoffice")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of the Chromium program."""
    return address("chromium")
