"""Fixtures for every test: real servers, the large province, and no network beyond this machine."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from deploy.launcher.messages import compile_messages
from tests.demo import demonstration
from tests.services import flush, network, results, rollback
from tests.services.big_province import (
    big_province_database,
    big_province_db,
    big_province_template,
    big_province_url,
)
from tests.services.browser import browser_context_args, browser_type_launch_args
from tests.services.memory import forget_contents
from tests.services.migrated import django_db_modify_db_settings
from tests.services.prepared import _copies, prepared_database, pytest_collection_modifyitems
from tests.services.rollback import django_db_setup
from tests.services.servers import (
    chromium_path,
    clamd_url,
    elasticsearch_url,
    mail_url,
    nginx_path,
    postgres_url,
    redis_url,
    soffice,
)
from tests.signed_in import make_force_login_whole
from tests.world import _world

__all__ = [
    "_copies",
    "_world",
    "big_province_database",
    "big_province_db",
    "big_province_template",
    "big_province_url",
    "browser_context_args",
    "browser_type_launch_args",
    "chromium_path",
    "clamd_url",
    "demonstration",
    "django_db_modify_db_settings",
    "django_db_setup",
    "elasticsearch_url",
    "mail_url",
    "nginx_path",
    "postgres_url",
    "prepared_database",
    "pytest_collection_modifyitems",
    "redis_url",
    "soffice",
]


def pytest_configure(config: pytest.Config) -> None:
    compile_messages()
    results.register(config)


@pytest.fixture(scope="session", autouse=True)
def _this_machine_and_whole_sign_ins() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        network.guard(patch)
        flush.allow(patch)
        rollback.give_back_at_once(patch)
        make_force_login_whole(patch)
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No test sees what the process kept of an earlier one: rolled-back contents, or its language."""
    forget_contents()
    translation.deactivate()
