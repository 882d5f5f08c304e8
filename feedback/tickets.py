"""What a browser holds after sending or looking up: a signed cookie that opens one case, and its code.

The code stands in no address, no log and no session table; the cookie goes to the desk's own addresses alone
and ends with the day. Whoever has none looks the case up by code and second check.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

COOKIE, SALT = "hoi-dap", "feedback.ticket"
SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Ticket:
    """A case by its key, and its code as it stands on the receipt."""

    case_id: int
    code: str


def give(response: HttpResponseBase, request: HttpRequest, case_id: int, code: str) -> None:
    """Have this browser open the case."""
    response.set_cookie(
        COOKIE,
        signing.dumps([case_id, code], salt=SALT),
        max_age=SECONDS,
        path=_path(request),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def read(request: HttpRequest) -> Ticket | None:
    """The case that this browser may open."""
    try:
        case_id, code = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Ticket(int(case_id), str(code))


def take_back(response: HttpResponseBase, request: HttpRequest) -> None:
    """Have this browser forget the case."""
    response.delete_cookie(COOKIE, path=_path(request), samesite="Lax")


def _path(request: HttpRequest) -> str:
    """The desk's own part of the address: ``/xa-phuong/xa-van-tu/hoi-dap/``."""
    before, found, _after = request.path.partition("/hoi-dap/")
    return before + found if found else "/"
