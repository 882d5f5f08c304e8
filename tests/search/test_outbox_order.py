"""Two workers on the outbox at once: the index ends with what is public last."""

import threading
from collections.abc import Iterable, Iterator, Sequence

import pytest
from django.db import connection

from search import outbox, registry
from search.models import IndexTask, SearchEntry
from search.registry import SearchDocument, SearchKind

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PATIENCE = 1.0


class Slow:
    """One thing, public under a name or not at all; the first look at it takes until it is let go."""

    def __init__(self, name: str) -> None:
        self.name: str | None = name
        self.looked = threading.Event()
        self.go_on = threading.Event()

    def load(self, ids: Sequence[int]) -> Iterable[SearchDocument]:
        """What is public at the time of asking."""
        seen = self.name
        if not self.looked.is_set():
            self.looked.set()
            self.go_on.wait(PATIENCE)
        return [SearchDocument("slow", pk, "vi", frozenset(), "", seen) for pk in ids if seen]


@pytest.fixture
def slow() -> Iterator[Slow]:
    made = Slow("Tên cũ")
    registry.register(SearchKind("slow", "search.searchentry", made.load, lambda: [1]))
    yield made
    registry.unregister("slow")


def _drain_in_thread(then: threading.Event | None = None) -> threading.Thread:
    def work() -> None:
        try:
            outbox.drain()
        finally:
            connection.close()
            if then:
                then.set()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def _overtaken(slow: Slow, name: str | None) -> None:
    """A worker reads the old state; before it writes, the thing changes and a second worker comes."""
    IndexTask.objects.create(kind="slow", object_id=1)
    first = _drain_in_thread()
    assert slow.looked.wait(5)
    slow.name = name
    IndexTask.objects.create(kind="slow", object_id=1)
    second = _drain_in_thread(slow.go_on)
    for thread in (first, second):
        thread.join(20)
        assert not thread.is_alive()
    assert not IndexTask.objects.exists()


def test_an_older_reading_never_overwrites_a_newer_one(slow: Slow) -> None:
    _overtaken(slow, "Tên mới")
    assert [entry.name for entry in SearchEntry.objects.filter(kind="slow")] == ["Tên mới"]


def test_what_was_withdrawn_meanwhile_does_not_come_back(slow: Slow) -> None:
    _overtaken(slow, None)
    assert not SearchEntry.objects.filter(kind="slow").exists()
