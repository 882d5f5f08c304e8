"""The servers of the test suite are what the portal needs them to be."""

import json
import socket
import urllib.request
from pathlib import Path

import psycopg
import pytest

from deploy.services.base import Service, ServiceFailed
from deploy.services.chromium import Chromium
from deploy.services.group import KINDS, MISSING, running
from deploy.services.redis import Redis
from tests.services.network import OutsideNetwork, is_this_machine


@pytest.mark.postgresql
def test_postgresql_sorts_vietnamese_in_every_new_database(postgres_url: str) -> None:
    words = ["Đông", "đất", "ê", "e", "dê", "ăn", "ân", "an", "dạ", "Dong"]
    with psycopg.connect(postgres_url) as session:
        rows = session.execute(
            "SELECT word FROM unnest(%s::text[]) AS word ORDER BY word", [words]
        ).fetchall()
    assert [row[0] for row in rows] == ["an", "ăn", "ân", "dạ", "dê", "Dong", "đất", "Đông", "e", "ê"]


@pytest.mark.postgresql
def test_postgresql_role_is_no_superuser_and_may_install_what_search_needs(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as session:
        assert session.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (
            False,
        )
        session.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
        session.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        assert session.execute("SELECT unaccent('Đường Ự'), 'ĐƯỜNG' ILIKE 'đường'").fetchone() == (
            "Duong U",
            True,
        )
        session.rollback()


@pytest.mark.redis
def test_redis_answers(redis_url: str) -> None:
    host, port = redis_url.removeprefix("redis://").split("/")[0].split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(b"INFO server\r\n")
        assert b"redis_version" in connection.recv(4096)


@pytest.mark.elasticsearch
def test_elasticsearch_node_folds_vietnamese(elasticsearch_url: str) -> None:
    body = json.dumps({"tokenizer": "standard", "filter": ["lowercase", "asciifolding"], "text": "Đất đai"})
    request = urllib.request.Request(
        f"{elasticsearch_url}/_analyze", body.encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert [token["token"] for token in json.load(answer)["tokens"]] == ["dat", "dai"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_stopping_a_server_that_never_started_deletes_nothing(
    kind: type[Service], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kept").touch()
    monkeypatch.chdir(tmp_path)
    kind().stop()
    assert (tmp_path / "kept").exists()


def test_a_server_that_cannot_start_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Service) -> None:
        raise ServiceFailed("no")

    for kind in (Redis, Chromium):
        monkeypatch.setattr(kind, "is_there", lambda self: True)
    monkeypatch.setattr(Redis, "start", fail)
    monkeypatch.setattr(Chromium, "wait", lambda self: "/bin/browser")
    with running(["redis", "chromium"]) as env:
        assert env["CHROMIUM"] == "/bin/browser"
        assert "redis-server" in env[f"{MISSING}REDIS"]
        assert "REDIS_URL" not in env


@pytest.mark.parametrize("host", ["example.gov.vn", "10.0.0.1", "192.168.1.1", "8.8.8.8", "2001:db8::1"])
def test_a_test_cannot_reach_another_machine(host: str) -> None:
    with pytest.raises(OutsideNetwork):
        socket.getaddrinfo(host, 443)
    with pytest.raises(OutsideNetwork):
        socket.create_connection((host, 443), timeout=1)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.53", "::1", "localhost", "xa.localhost", None])
def test_this_machine_is_reached_under_all_its_names(host: str | None) -> None:
    assert is_this_machine(host)
