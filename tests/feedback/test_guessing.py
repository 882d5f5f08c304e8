"""Ten thousand guesses from as many addresses open nothing, are told apart by nothing, and ring once."""

from __future__ import annotations

import random
from ipaddress import ip_address
from statistics import median
from time import perf_counter

import pytest
from django.http import HttpResponse
from django.test import Client

from feedback import codes, guessing, limits, services
from feedback.views import tracking
from portal.core.models import AuditEntry
from tests.feedback.cases import sent
from tests.feedback.test_tracking import look_up
from tests.world import World

GUESSES = 10_000
FIRST = int(ip_address("10.0.0.1"))


def code_at(rng: random.Random) -> str:
    """A code that looks right, as somebody who has read this program would make it up."""
    body = "".join(rng.choice(codes.ALPHABET) for _each in range(codes.LETTERS))
    return codes.shown(body + codes.check_letter(body))


@pytest.mark.slow
def test_ten_thousand_guesses_from_as_many_addresses_get_nowhere_and_ring(
    world: World, client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole requests with their counters, except that no page is drawn: that is four fifths of the time."""
    monkeypatch.setattr(tracking, "TemplateResponse", lambda *_page, status: HttpResponse(status=status))
    rng = random.Random(20261128)
    receipt = sent(world, phone="0912345678")
    statuses: dict[int, int] = {}
    opened = 0
    began = perf_counter()
    for number in range(GUESSES):
        # Every second one knows a true code and tries its four digits in turn, the right ones among them.
        known = number % 2
        code = receipt.code if known else code_at(rng)
        check = f"{3000 + number // 2:04d}" if known else f"{rng.randrange(10_000):04d}"
        answer = look_up(client, code, check, REMOTE_ADDR=str(ip_address(FIRST + number)))
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        opened += "hoi-dap" in answer.cookies
    took = perf_counter() - began
    assert opened == 0
    assert statuses.keys() == {200, 429}
    assert statuses[429] > GUESSES / 2 - 100
    hours = int(took // limits.ALARM.seconds) + 2
    assert 1 <= AuditEntry.objects.filter(event=guessing.EVENT).count() <= hours
    assert receipt.code.replace("-", "") not in caplog.text.replace("-", "")


def test_wrong_and_unknown_take_the_same_work_and_time(world: World) -> None:
    """Medians of 300 each, in turn, within a fifth of each other."""
    receipt = sent(world, phone="0912345678")
    rng = random.Random(7)
    seen: dict[str, list[float]] = {"wrong": [], "unknown": []}
    for _each in range(300):
        for kind, code in (("wrong", receipt.code), ("unknown", code_at(rng))):
            began = perf_counter()
            assert services.find(code, "0000") is None
            seen[kind].append(perf_counter() - began)
    wrong, unknown = median(seen["wrong"]), median(seen["unknown"])
    assert 0.8 < wrong / unknown < 1.25, (wrong, unknown)
    assert services.find(receipt.code, "5678") is not None
