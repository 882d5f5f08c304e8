"""On a real node: the same plan and ranking, writes that follow the database, and life without it."""

import time
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client
from elasticsearch import Elasticsearch
from pytest_django import Settings

from search import outbox
from search.audit import audit
from search.backends import elastic
from search.engine import search
from search.models import IndexTask, SearchEntry
from tests.search.things import REAL_NAMES, Things
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


@pytest.fixture
def node(elasticsearch_url: str, settings: Settings, names: Things) -> Iterator[Elasticsearch]:
    """A node with an index of the named things."""
    settings.PORTAL_SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URLS = [elasticsearch_url]
    settings.PORTAL_SEARCH_INDEX_PREFIX = f"test-{time.monotonic_ns()}"
    settings.PORTAL_SEARCH_TIMEOUT_SECONDS = 10
    elastic.breaker.worked()
    elastic.rebuild()
    server = elastic.client(30)
    yield server
    elastic.breaker.worked()
    server.indices.delete(index=",".join(server.indices.get_alias(name=elastic.alias())))


def settle(server: Elasticsearch) -> None:
    outbox.run()
    server.indices.refresh(index=elastic.alias())


@pytest.mark.parametrize(
    "query",
    ["khai sinh", "dang ky tam tru", "ddawng kys keets hoon", "nhập hộ khẩu", "bằng lái hết hạn", "tạm tr"],
)
def test_the_server_and_the_embedded_index_agree_on_the_first(node: Elasticsearch, query: str) -> None:
    asked = search(query)
    assert asked.engine == "elasticsearch"
    assert asked.rows[0].name == search(query, engine="embedded").rows[0].name


def test_decomposed_text_is_analysed_like_composed_text(node: Elasticsearch) -> None:
    def words(text: str) -> list[str]:
        answer = node.indices.analyze(index=elastic.alias(), analyzer="vi_folded", text=text)
        return [token["token"] for token in answer["tokens"]]

    assert words("Đăng ký Hộ") == words("Đa\u0306ng ky\u0301 Ho\u0323\u0302") == ["dang", "ky", "ho"]


def test_changes_and_deletions_follow_and_a_lost_task_is_found_by_the_audit(
    node: Elasticsearch, names: Things
) -> None:
    gone = next(pk for pk, thing in names.live.items() if thing.name == "Tách hộ")
    del names.live[gone]
    outbox.request_index("thing", [gone])
    settle(node)
    assert elastic.key("thing", gone, "vi") not in elastic.held()
    node.delete(index=elastic.alias(), id=elastic.key("thing", 1, "vi"), refresh=True)
    assert [row["object_id"] for row in audit().missing] == [1]
    call_command("search_audit", repair=True)
    assert audit().clean


def test_scopes_and_kinds_are_kept(node: Elasticsearch) -> None:
    assert search("khai sinh", scopes=frozenset({"so-tu-phap"})).rows == []
    assert search("khai sinh", kinds=["other"]).rows == []


def test_a_rebuild_swaps_the_alias_and_leaves_one_index(node: Elasticsearch) -> None:
    before = set(node.indices.get_alias(name=elastic.alias()))
    assert elastic.rebuild() == SearchEntry.objects.count()
    after = set(node.indices.get_alias(name=elastic.alias()))
    assert len(after) == 1
    assert not after & before
    assert not any(node.indices.exists(index=name) for name in before)


def test_when_the_server_is_gone_the_embedded_index_answers_and_the_server_is_left_alone(
    node: Elasticsearch, settings: Settings, names: Things
) -> None:
    reachable = settings.ELASTICSEARCH_URLS
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:9"]
    for _time in range(3):
        found = search("khai tử")
        assert (found.engine, found.rows[0].name) == ("embedded", "Thủ tục đăng ký khai tử")
    assert elastic.breaker.open()
    names.add("Thủ tục mới")
    IndexTask.objects.create(kind="thing", object_id=len(names.live), stage=IndexTask.SERVER)
    outbox.run()
    assert IndexTask.objects.filter(stage=IndexTask.SERVER).count() == 1
    settings.ELASTICSEARCH_URLS = reachable
    elastic.breaker.worked()
    settle(node)
    assert search("thủ tục mới").rows[0].name == "Thủ tục mới"
    assert not IndexTask.objects.exists()


def test_the_page_answers_with_the_server(world: World, node: Elasticsearch, client: Client) -> None:
    assert len(REAL_NAMES) <= SearchEntry.objects.count()
    elastic.mend()
    answer = client.get("/tim-kiem/", {"q": "khai tử"}).content.decode()
    assert "<mark>khai tử</mark>" in answer
