"""Vietnamese order in queries, on both databases alike."""

import random

import pytest
from wagtail.models import Collection, Page

from portal.core.collation import in_order, vietnamese

WORDS = [
    "an",
    "ăn",
    "ân",
    "dạ",
    "dê",
    "đất",
    "Đông",
    "e",
    "ê",
    "ế",
    "o",
    "Ô",
    "ơ",
    "xã Anh Sơn",
    "xã Đô Lương",
]


@pytest.fixture
def collections(db: None) -> None:
    root = Collection.get_first_root_node()
    mixed = list(WORDS)
    random.Random(7).shuffle(mixed)
    for word in mixed:
        root.add_child(name=word)


@pytest.mark.usefixtures("collections")
@pytest.mark.both_databases
def test_words_come_in_the_order_of_the_alphabet() -> None:
    found = Collection.objects.filter(depth=2).order_by(vietnamese("name"))
    assert list(found.values_list("name", flat=True)) == WORDS
    backwards = Collection.objects.filter(depth=2).order_by(vietnamese("name").desc())
    assert list(backwards.values_list("name", flat=True)) == WORDS[::-1]


@pytest.mark.usefixtures("collections")
def test_only_columns_of_words_are_touched() -> None:
    assert in_order(Page.objects.all(), ["-latest_revision_created_at"]) == ["-latest_revision_created_at"]
    assert in_order(Collection.objects.all(), ["title"]) == ["title"], "no such column here"
    assert len(in_order(Page.objects.all(), ["-title"])) == 2
