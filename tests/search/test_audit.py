"""The audit finds every way in which the index can differ from what is public, and mends it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search import index, registry
from search.audit import audit
from search.backends.base import embedded
from search.models import SearchEntry
from search.registry import SearchDocument, SearchKind

pytestmark = [pytest.mark.django_db]
LIVE: dict[int, str] = {}


def _load(ids: Sequence[int]) -> Iterable[SearchDocument]:
    return [SearchDocument("thing", pk, "vi", frozenset(), "", LIVE[pk]) for pk in ids if pk in LIVE]


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    LIVE.clear()
    LIVE.update({1: "Đăng ký kết hôn", 2: "Đăng ký khai tử", 3: "Đăng ký giám hộ", 4: "Tách hộ"})
    kind = SearchKind("thing", "search.searchentry", _load, lambda: sorted(LIVE))
    registry.register(kind)
    index.bring_up_to_date(kind, [1, 2, 3, 4])
    yield
    registry.unregister("thing")


def test_a_right_index_is_clean() -> None:
    assert audit().clean


def test_missing_stale_and_orphaned_entries_are_told_and_mended(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    index.delete([SearchEntry.objects.get(object_id=1).pk])
    embedded().remove([SearchEntry.objects.get(object_id=4).pk])
    LIVE[2] = "Đăng ký lại khai tử"
    del LIVE[3]
    with pytest.raises(CommandError):
        call_command("search_audit", report=report)
    told = json.loads(report.read_text(encoding="utf-8"))
    assert {key: [row["object_id"] for row in rows] for key, rows in told.items()} == {
        "missing": [1, 4],
        "stale": [2],
        "orphan": [3],
    }
    call_command("search_audit", repair=True)
    assert audit().clean
    assert SearchEntry.objects.get(object_id=2).folded_name == "dang ky lai khai tu"


def test_entries_of_a_kind_nobody_registers_any_more_are_orphans() -> None:
    registry.unregister("thing")
    assert {row["object_id"] for row in audit().orphan} == {1, 2, 3, 4}
    call_command("search_audit", repair=True)
    assert not SearchEntry.objects.exists()
