"""A citizen who asks through the public form, as a browser does; and what was told on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from typing import Any

from django.test import Client

from tests.world import NEIGHBOUR as COMMUNE

# A Tuesday, ten o'clock in Việt Nam.
MORNING = datetime(2026, 11, 24, 3, tzinfo=UTC)
QUESTION = "Con tôi sinh ở Đồng Nai. Tôi về quê khai sinh cho cháu thì cần mang giấy tờ gì?"
WHOLE = {
    "content": QUESTION,
    "name": "Hoàng Thị Mẫu",
    "phone": "0912 345 678",
    "email": "",
    "allow_processing": "on",
}
_HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')


@dataclass
class Sent:
    """``code`` from the receipt, ``receipt`` its page, ``answer`` the redirect to it."""

    code: str
    receipt: str
    answer: Any
    hidden: dict[str, str] = field(default_factory=dict)


def page(answer: Any) -> str:
    return str(answer.content.decode())


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the form, without Django's own."""
    found = {name: unescape(value) for name, value in _HIDDEN.findall(html)}
    found.pop("csrfmiddlewaretoken", None)
    return found


def to_check(client: Client, clock: Any, door: str = "cau-hoi", site: str = COMMUNE, **values: str) -> str:
    """Open the form, type, and get to the check before sending; a minute goes by."""
    address = f"{site}hoi-dap/gui/{door}/"
    form = page(client.get(address))
    clock.shift(60)
    answer = client.post(address, {**hidden(form), **WHOLE, **values})
    return page(answer)


def ask(client: Client, clock: Any, door: str = "cau-hoi", site: str = COMMUNE, **values: str) -> Sent:
    """The whole way to the receipt."""
    kept = hidden(to_check(client, clock, door, site, **values))
    answer = client.post(f"{site}hoi-dap/gui/{door}/", {**kept, "step": "send"})
    assert answer.status_code == 302, page(answer)[:3000]
    receipt = page(client.get(answer["Location"]))
    found = re.search(r"HĐ(?:-[A-Z0-9]{4}){3}", receipt)
    assert found, receipt[:3000]
    return Sent(found[0], receipt, answer, kept)
