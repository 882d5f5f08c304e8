"""The large province: one prepared PostgreSQL database that serves every budget test.

`tests.big_province.build()` fills it once: 150 agencies and all sample procedures, or generated ones. It is
kept as a template in the test cluster under a name made of the hash of all migrations and of the builder, and
made anew when either changes. Copies take a second or two (CREATE DATABASE … TEMPLATE).

    big_province_db        the test sees the large province; what it changes is rolled back
    big_province_url       DATABASE_URL of a copy for this test alone, for servers and commands that commit
"""

import contextlib
import os
import time
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql
from pytest_django import DjangoDbBlocker

from deploy.launcher.place import app_files, digest, files, say
from tests.services.memory import forget_everything

PREFIX = "big_province_"
# Serialises builders of parallel test processes; any number that no other code uses.
LOCK = 224_2026


@contextlib.contextmanager
def administration(url: str) -> Iterator[psycopg.Connection]:
    """A connection to the cluster's own database, in which databases are made and dropped."""
    with psycopg.connect(url, dbname="postgres", autocommit=True) as session:
        yield session


def exists(session: psycopg.Connection, name: str) -> bool:
    return session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def drop(session: psycopg.Connection, name: str) -> None:
    session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def copy(session: psycopg.Connection, source: str, target: str) -> None:
    session.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(target), sql.Identifier(source))
    )


@contextlib.contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Points Django's connection of this thread at another database of the same cluster."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    forget_everything()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        forget_everything()


def template_name() -> str:
    """The name of the prepared database for the code as it is now."""
    sample = os.environ.get("PORTAL_SAMPLE_DATA", "")
    code = [
        *app_files("**/migrations/*.py"),
        *app_files("**/importers/**/*.py"),
        *files("search/**/*.py", "*/search.py"),
        *app_files("**/provisioning*.py"),
    ]
    return (
        PREFIX + digest([*code, *files("tests/big_province.py", "tests/big_province/**/*.py")], sample)[:16]
    )


def build_template(url: str, name: str) -> None:
    """Builds the template unless it is there; a half-built one from a run that was killed is dropped."""
    from tests.big_province import build

    with administration(url) as session:
        session.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if exists(session, name):
            return
        began = time.monotonic()
        for (old,) in session.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
        ):
            drop(session, old)
        unfinished = f"{PREFIX}unfinished"
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
        with connected_to(unfinished):
            call_command("migrate", interactive=False, verbosity=0)
            build()
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        session.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))
        say(f"large province built in {time.monotonic() - began:.0f} s")


@pytest.fixture(scope="session")
def big_province_template(
    postgres_url: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> str:
    """Name of the prepared database; nobody may write to it."""
    name = template_name()
    with django_db_blocker.unblock():
        build_template(postgres_url, name)
    return name


@contextlib.contextmanager
def a_copy(url: str, template: str) -> Iterator[str]:
    name = f"copy_{uuid.uuid4().hex[:12]}"
    with administration(url) as session:
        copy(session, template, name)
    try:
        yield name
    finally:
        with administration(url) as session:
            drop(session, name)


@pytest.fixture(scope="session")
def big_province_database(postgres_url: str, big_province_template: str) -> Iterator[str]:
    """Name of the copy that all tests of this process look at in turn, each rolled back."""
    with a_copy(postgres_url, big_province_template) as name:
        yield name


@pytest.fixture
def big_province_db(big_province_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """Django's connection is to the large province for this test; every change is rolled back."""
    with django_db_blocker.unblock(), connected_to(big_province_database), transaction.atomic():
        yield connection
        transaction.set_rollback(True)


@pytest.fixture
def big_province_url(postgres_url: str, big_province_template: str) -> Iterator[str]:
    """DATABASE_URL of a copy for this test alone; for tests that commit, or start a server of their own."""
    with a_copy(postgres_url, big_province_template) as name:
        yield postgres_url.rsplit("/", 1)[0] + "/" + name
