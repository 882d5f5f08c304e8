"""Citizens of a load or fault test: each from an address of its own, over HTTP, to a real server."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar

from tests.feedback.asking import WHOLE, hidden

CODE = re.compile(r"HĐ(?:-[A-Z0-9]{4}){3}")
# What a browser shows as "the connection was reset", whichever way the server went away.
BROKEN = (OSError, HTTPException)
SECONDS = 20


@dataclass
class Citizen:
    """Opens the form, sends it, keeps the code; ``number`` makes the address and the telephone."""

    site: str
    number: int
    form: dict[str, str] = field(default_factory=dict)
    code: str = ""

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    @property
    def phone(self) -> str:
        return f"0912{self.number:06d}"

    @property
    def door(self) -> str:
        return f"{self.site}/hoi-dap/gui/cau-hoi/"

    def ask(self, address: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and page at the end of all redirects."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        high, low = divmod(self.number, 250)
        request = urllib.request.Request(address, body, {"X-Forwarded-For": f"10.20.{high}.{low + 1}"})
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                return int(answer.status), answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def open(self) -> None:
        """Draw the form, and fill it in."""
        status, page = self.ask(self.door)
        assert status == 200, page[:500]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token is not None
        self.form = hidden(page) | WHOLE | {"phone": self.phone, "csrfmiddlewaretoken": token[1]}

    def send(self) -> tuple[int, str]:
        """Press "Gửi"; the code is kept where a receipt came."""
        status, page = self.ask(self.door, {**self.form, "step": "send"})
        found = CODE.search(page)
        if status == 200 and found:
            self.code = found[0]
        return status, page

    def look_up(self) -> bool:
        """Whether the code opens the case on another device."""
        stranger = Citizen(self.site, self.number)
        stranger.open()
        address = f"{self.site}/hoi-dap/tra-cuu/"
        typed = {
            "code": self.code,
            "check_word": self.phone[-4:],
            "csrfmiddlewaretoken": stranger.form["csrfmiddlewaretoken"],
        }
        status, page = stranger.ask(address, typed)
        return status == 200 and WHOLE["content"] in page
