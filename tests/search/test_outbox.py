"""Only what is live and public is found, and the outbox brings the index there."""

from collections.abc import Iterable, Iterator, Sequence

import pytest
from django.db import transaction

from search import index, outbox, registry
from search.backends.base import embedded
from search.models import IndexTask, SearchEntry
from search.registry import SearchDocument, SearchKind

pytestmark = [pytest.mark.django_db]
LIVE: dict[int, str] = {}


def _load(ids: Sequence[int]) -> Iterable[SearchDocument]:
    return [
        SearchDocument("thing", pk, "vi", frozenset({"ubnd-xa"}), f"1.{pk:06}", LIVE[pk], version=LIVE[pk])
        for pk in ids
        if pk in LIVE
    ]


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    LIVE.clear()
    registry.register(SearchKind("thing", "search.searchentry", _load, lambda: sorted(LIVE)))
    yield
    registry.unregister("thing")


def test_a_task_writes_the_entry_and_its_index_row() -> None:
    LIVE[7] = "Đăng ký khai sinh"
    outbox.request_index("thing", [7])
    assert outbox.drain() == 1
    entry = SearchEntry.objects.get()
    assert (entry.folded_name, entry.scopes) == ("dang ky khai sinh", ",ubnd-xa,")
    assert embedded().held() == {entry.pk}
    assert not IndexTask.objects.exists()


def test_draining_again_changes_nothing() -> None:
    LIVE[7] = "Đăng ký khai sinh"
    for _time in range(2):
        outbox.request_index("thing", [7, 7])
        outbox.drain()
    assert SearchEntry.objects.count() == 1
    assert index.bring_up_to_date(_known(), [7]) == 0


def test_what_is_no_longer_public_is_gone_from_entries_and_index() -> None:
    LIVE[7] = "Đăng ký khai sinh"
    outbox.request_index("thing", [7])
    outbox.drain()
    del LIVE[7]
    outbox.request_index("thing", [7])
    outbox.drain()
    assert not SearchEntry.objects.exists()
    assert embedded().held() == set()


def test_a_task_of_a_change_that_was_rolled_back_never_was() -> None:
    try:
        with transaction.atomic():
            outbox.request_index("thing", [7])
            raise RuntimeError
    except RuntimeError:
        pass
    assert outbox.drain() == 0


def test_tasks_of_unknown_kinds_are_dropped_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    outbox.request_index("nobody", [1, 2])
    assert outbox.drain() == 2
    assert "nobody" in caplog.text
    assert not IndexTask.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_embedded_index_is_right_as_soon_as_the_change_is_committed() -> None:
    LIVE[7] = "Đăng ký khai sinh"
    with transaction.atomic():
        outbox.request_index("thing", [7])
    assert SearchEntry.objects.get().name == "Đăng ký khai sinh"


def test_rebuild_drops_what_nobody_answers_for() -> None:
    LIVE.update({7: "Đăng ký khai sinh", 8: "Đăng ký kết hôn"})
    assert index.rebuild(registry.kinds()) >= 2
    del LIVE[8]
    index.rebuild(registry.kinds())
    assert [entry.object_id for entry in SearchEntry.objects.filter(kind="thing")] == [7]


def test_what_is_published_while_the_index_is_rebuilt_stays() -> None:
    LIVE[7] = "Đăng ký khai sinh"

    def ids_and_then_a_new_one() -> list[int]:
        listed = sorted(LIVE)
        if 8 not in LIVE:
            LIVE[8] = "Đăng ký kết hôn"
            index.bring_up_to_date(kind, [8])
        return listed

    kind = SearchKind("thing", "search.searchentry", _load, ids_and_then_a_new_one)
    registry.register(kind)
    index.rebuild([kind])
    assert sorted(SearchEntry.objects.values_list("object_id", flat=True)) == [7, 8]


def _known() -> SearchKind:
    found = registry.known("thing")
    assert found is not None
    return found
