"""Several processes write at the same time: one unbroken chain, no act lost; and what a line costs."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal.editorial import services
from portal.editorial.services import publication
from portal.publication import verify
from portal.publication.chain import GENESIS
from portal.publication.models import PublicationEntry
from portal.publication.services import record_acts
from tests.publication.lines import LINES, act, by_hand
from tests.world import World

pytestmark = pytest.mark.both_databases
WRITERS = 4
WRITER = """
import sys
import django
django.setup()
from django.db import transaction
from tests.publication.lines import act
from portal.publication.services import record_acts
writer, acts = sys.argv[1], int(sys.argv[2])
for number in range(acts):
    with transaction.atomic():
        record_acts([act(number, object_id=f"{writer}-{number}")])
"""


def database_url() -> str:
    """The address of the database that this test writes to."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


def write_at_the_same_time(acts: int) -> None:
    env = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PYTHONPATH": f"{settings.BASE_DIR / 'site'}:{settings.BASE_DIR}",
    }
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(writer), str(acts)],
            env=env,
            cwd=settings.BASE_DIR,
            stderr=subprocess.PIPE,
            text=True,
        )
        for writer in range(WRITERS)
    ]
    ended = [(writer.communicate()[1], writer.returncode) for writer in writers]
    assert [code for _said, code in ended] == [0] * WRITERS, "\n".join(said for said, _code in ended)[-3000:]
    written = set(PublicationEntry.objects.values_list("object_id", flat=True))
    assert written == {f"{writer}-{number}" for writer in range(WRITERS) for number in range(acts)}
    assert verify.chain() == (WRITERS * acts, None)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_four_processes_write_one_chain_and_lose_nothing() -> None:
    write_at_the_same_time(acts=40)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_four_processes_with_five_hundred_acts_each_write_one_chain() -> None:
    began = time.monotonic()
    write_at_the_same_time(acts=500)
    spent = time.monotonic() - began
    print(f"{connection.vendor}: 2,000 acts by 4 processes in {spent:.1f} s")  # noqa: T201


def seconds(work: Callable[[], Any], times: int) -> float:
    """The median time of one go."""
    spent = []
    for _go in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return median(spent)


@pytest.mark.django_db
def test_an_imported_act_costs_little_more_than_a_plain_row() -> None:
    """Batches of 500, as importers write them, beside bulk inserts of the same rows without the chain."""
    size, start = 500, 10_000_000
    now = timezone.now()

    def plain() -> None:
        nonlocal start
        start += size
        PublicationEntry.objects.bulk_create(
            PublicationEntry(
                sequence=start + number,
                act="appeared",
                object_type="x",
                object_id=str(number),
                scope_kind="province",
                visible_from=now,
                logged_at=now,
                actor_role="x",
                content_hash=GENESIS,
                previous_hash=GENESIS,
                entry_hash=GENESIS,
            )
            for number in range(size)
        )

    def logged() -> None:
        with transaction.atomic():
            record_acts(act(number) for number in range(size))

    rows, acts = seconds(plain, 5), seconds(logged, 5)
    by_hand(f"DELETE FROM {LINES} WHERE sequence > 10000000")  # noqa: S608
    print(f"{connection.vendor}: {acts / size * 1e6:.0f} µs an act, {rows / size * 1e6:.0f} µs a plain row")  # noqa: T201
    assert acts < rows * 4
    assert verify.chain()[1] is None


@pytest.mark.django_db
def test_publishing_a_page_spends_little_of_its_time_on_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = world.page("17950", "gioi-thieu")
    spent: list[float] = []

    def timed(acts: Any) -> Any:
        began = time.perf_counter()
        try:
            return record_acts(acts)
        finally:
            spent.append(time.perf_counter() - began)

    monkeypatch.setattr(publication, "record_acts", timed)
    whole = seconds(lambda: services.publish_page(page, actor_role="editor"), 9)
    log = median(spent)
    print(f"{connection.vendor}: a page {whole * 1e3:.1f} ms, of it the log {log * 1e3:.2f} ms")  # noqa: T201
    assert log < whole * 0.3
