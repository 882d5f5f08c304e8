"""A real nginx with the project's example in front of two real processes: what it keeps, and for how long."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.launcher.place import ROOT
from deploy.services.nginx import Nginx
from tests.demo import environment, served_copy
from tests.feedback.citizens import Citizen
from tests.services.gate import Gate

pytestmark = [pytest.mark.slow, pytest.mark.nginx]
AREA, TITLE = "luu-vuc-song-lam-mau", "Lũ trên sông Lam"
ARTICLE = "/tin-tuc/tu-15-10-nop-ho-so-o-xa-phuong-nao-trong-tinh-cung-duoc/"
SECOND, POLL = 1.0, 0.02
# What a poll and the drawing of a page on busy cores add to the second.
TOLERANCE = 0.5
STALE, READING, WARNED = 4, 3.2, 4.0


@dataclass(frozen=True)
class Answer:
    """``cache``: what nginx says of its cache."""

    status: int
    text: str
    cache: str
    headers: Any


def ask(address: str, **headers: str) -> Answer:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as found:
            body, status, said = found.read(), found.status, found.headers
    except urllib.error.HTTPError as error:
        with error:
            body, status, said = error.read(), error.code, error.headers
    if said.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return Answer(status, body.decode(), said.get("X-Cache", ""), said)


@dataclass
class Watch:
    """One page, asked for again and again: when it first showed some words, and when it last did."""

    address: str
    words: str
    first: float = 0.0
    last: float = 0.0
    asked: int = 0
    over: bool = False

    def run(self) -> None:
        while not self.over:
            began = time.time()
            shown = self.words in ask(self.address).text
            self.asked += 1
            if shown:
                self.first = self.first or time.time()
                self.last = began
            time.sleep(POLL)


@contextmanager
def watching(watches: list[Watch]) -> Iterator[None]:
    threads = [threading.Thread(target=watch.run) for watch in watches]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for watch in watches:
            watch.over = True
        for thread in threads:
            thread.join(15)


class Hand:
    """Whoever publishes, in a process of its own (tests/home/news/hand.py)."""

    def __init__(self, folder: Path) -> None:
        env = environment(0) | {"PORTAL_VAR": str(folder)}
        command = [sys.executable, "-m", "tests.home.news.hand"]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, **pipes)

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the hand has ended"
        found: dict[str, Any] = json.loads(line)
        return found

    def do(self, **told: Any) -> dict[str, Any]:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@dataclass
class Front:
    """nginx's address, the door between it and the portal, and the folder of its cache."""

    url: str
    gate: Gate
    hand: Hand
    cache: Path


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, nginx_path: str) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    hand, nginx = None, None
    with served_copy(folder, WEB_CONCURRENCY="2", PORTAL_STALE_IF_ERROR=str(STALE)) as portal:
        try:
            with Gate.before(f"{portal}/") as gate:
                hand, nginx = Hand(folder), Nginx(f"127.0.0.1:{gate.port}")
                nginx.start()
                assert hand.answer() == {"ready": True}
                yield Front(nginx.wait(), gate, hand, nginx.folder / "cache")
        finally:
            if nginx is not None:
                nginx.stop()
            if hand is not None:
                hand.end()


def kept(front: Front) -> set[str]:
    """The keys of everything in the cache."""
    found = set()
    for file in front.cache.rglob("*"):
        if file.is_file():
            _head, _mark, rest = file.read_bytes().partition(b"\nKEY: ")
            found.add(rest.partition(b"\n")[0].decode())
    return found


def hit(address: str, **headers: str) -> Answer:
    """An answer out of the cache: two requests in one and the same second, soon or never."""
    for _try in range(40):
        found = ask(address, **headers)
        if found.cache == "HIT":
            return found
    raise AssertionError(f"never from the cache: {address}")


def test_a_page_is_kept_compressed_for_a_second_by_the_way_of_looking(front: Front) -> None:
    page = hit(front.url + "/", **{"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    plain = hit(front.url + "/")
    assert "Content-Encoding" not in plain.headers
    assert plain.text == page.text
    assert plain.headers["Cache-Control"] == f"public, max-age=0, s-maxage=1, stale-if-error={STALE}"
    assert "X-Accel-Expires" not in plain.headers
    assert 'data-view="lon"' in hit(front.url + "/", Cookie="che_do=lon").text
    assert 'data-view="lon"' not in hit(front.url + "/").text
    both = hit(front.url + "/", Cookie="nen=toi; che_do=lon").text
    assert 'data-view="lon"' in both
    assert 'data-theme="dark"' in both
    for cookie in ("sessionid=x", "che_do=lon; sessionid=x", "gi-do=1", "che_do=thuong; che_do=lon"):
        assert {ask(front.url + "/", Cookie=cookie).cache for _try in range(3)} == {"BYPASS"}, cookie


def test_a_warning_stands_on_its_sites_within_a_second_and_ends_on_its_second(front: Front) -> None:
    found = front.hand.do(area=AREA)
    assert found["count"] > 30
    aimed = [Watch(front.url + path, TITLE) for path in ["/", *found["inside"]]]
    others = [Watch(front.url + path, TITLE) for path in [*found["outside"][:2], "/co-quan/so-tu-phap/"]]
    for watch in (*aimed, *others):
        assert TITLE not in hit(watch.address).text
    with watching([*aimed, *others]):
        done = front.hand.do(warn=AREA, seconds=WARNED)
        time.sleep(max(0.0, done["until"] + SECOND + TOLERANCE + 0.3 - time.time()))
    after = {watch.address: watch.first - done["done"] for watch in aimed}
    over = {watch.address: watch.last - done["until"] for watch in aimed}
    assert all(watch.first for watch in aimed), after
    assert max(after.values()) <= SECOND + TOLERANCE, after
    assert all(-0.5 < late <= SECOND for late in over.values()), over
    assert [watch.address for watch in others if watch.first] == []
    assert min(watch.asked for watch in (*aimed, *others)) > 20
    print(f"\nshown after at most {max(after.values()):.2f} s, gone {max(over.values()):.2f} s after its end")  # noqa: T201


def test_what_is_withdrawn_is_gone_within_a_second(front: Front) -> None:
    page = hit(front.url + ARTICLE)
    assert page.status == 200
    watch = Watch(front.url + ARTICLE, "<article")
    words = page.text[page.text.index("<h1") :][:60]
    watch.words = words
    with watching([watch]):
        done = front.hand.do(withdraw=ARTICLE)
        time.sleep(SECOND + TOLERANCE + 0.5)
    assert watch.last - done["done"] <= SECOND, watch
    assert ask(front.url + ARTICLE).status == 404


def test_nothing_of_a_citizen_is_kept(front: Front) -> None:
    people = [Citizen(front.url, number) for number in (1, 2)]
    for citizen in people:
        citizen.open()
    time.sleep(READING)
    pages = {}
    for citizen in people:
        status, pages[citizen.number] = citizen.send()
        assert status == 200
        assert citizen.code in pages[citizen.number]
    assert people[0].code != people[1].code
    for citizen, other in (people, people[::-1]):
        for _twice in range(2):
            for address in ("/hoi-dap/bien-nhan/", "/hoi-dap/cua-toi/"):
                status, page = citizen.ask(front.url + address)
                assert status == 200
                assert other.code not in page
    keys = kept(front)
    assert any("/tin-tuc/" in key for key in keys), "the cache was at work"
    own = (
        "/hoi-dap/gui/cau-hoi/",
        "/hoi-dap/bien-nhan/",
        "/hoi-dap/cua-toi/",
        "/hoi-dap/tra-cuu/",
        "/admin/",
    )
    assert [key for key in keys if any(part in key for part in own)] == []


def test_while_the_portal_is_away_a_page_is_shown_as_long_as_it_said(front: Front) -> None:
    page = hit(front.url + "/lien-he/")
    front.gate.shut()
    try:
        went = time.time()
        time.sleep(1.2)
        stale = ask(front.url + "/lien-he/")
        assert (stale.status, stale.cache) == (200, "STALE")
        assert stale.text == page.text
        never_seen = ask(front.url + "/gioi-thieu/?chua-ai-xem=1")
        assert never_seen.status == 503
        assert "Trang đang gặp sự cố" in never_seen.text
        time.sleep(max(0.0, went + STALE + 1.2 - time.time()))
        over = ask(front.url + "/lien-he/")
        assert (over.status, over.headers["Cache-Control"]) == (503, "no-store")
    finally:
        front.gate.open()
    assert ask(front.url + "/lien-he/").status == 200
