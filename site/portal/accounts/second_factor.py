"""The second factor of everybody who works in the portal: a code of an app on the phone, or a recovery code.

Time-based codes after RFC 6238 and throttling are django-otp's; each check runs under the lock of its
device's row, so that a code counts once over all processes. Recovery codes are kept as keyed digests.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import sessions
from portal.accounts.models import StaffSession, User
from portal.core import audit
from portal.core.text import fold

HOW_MANY_CODES = 10
# Letters and digits that nobody confuses on paper: 28, so that 12 of them make 57 bits.
ALPHABET = "abcdefghjkmnpqrtvwxyz2346789"
CODE_LENGTH = 12
NAME = "portal"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a code: the factor it was, or the seconds to wait, or neither when it is wrong."""

    factor: str = ""
    wait_seconds: int = 0
    left: int = 0


def confirmed(request: HttpRequest) -> bool:
    """Whether this request comes from somebody who has shown both factors."""
    if not request.user.is_authenticated:
        return False
    row = sessions.current(request)
    return row is not None and bool(row.factor) and row.user_id == request.user.pk


def is_set(user: User) -> bool:
    """Whether the account has a second factor."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def prepare(user: User) -> TOTPDevice:
    """A device to be set up: the same until it is confirmed, so that a reloaded page keeps its QR code."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=user, name=NAME, confirmed=False)


def issuer() -> str:
    """What the app on the phone shows above the code."""
    return str(settings.WAGTAIL_SITE_NAME)


def address(device: TOTPDevice) -> str:
    """The ``otpauth:`` address that the app reads."""
    label = f"{issuer()}:{device.user.get_username()}"
    query = urlencode({"secret": secret(device), "issuer": issuer()}, quote_via=quote)
    return f"otpauth://totp/{quote(label)}?{query}"


def secret(device: TOTPDevice) -> str:
    """The key as people type it: letters and digits of base 32."""
    return base64.b32encode(device.bin_key).decode().rstrip("=")


def picture(device: TOTPDevice) -> str:
    """The address as a QR code, as a ``data:`` address of an SVG picture."""
    return str(segno.make(address(device), error="m").svg_data_uri(scale=5, border=4, light="#fff"))


def confirm(user: User, code: str) -> list[str]:
    """Take the device into use with its first code; gives recovery codes, none when the code is wrong."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        if device is None or not device.verify_token(_digits(code)):
            return []
        TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        codes = new_recovery_codes(user)
    audit.note("second-factor.set", user=user)
    return codes


def check(user: User, code: str) -> Checked:
    """Try what was typed as a code of the app, or as a recovery code when it has letters."""
    digits = _digits(code)
    with transaction.atomic():
        if len(digits) == 6 and digits.isascii() and digits.isdigit():
            return _try(TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True), digits)
        found = _try(StaticDevice.objects.select_for_update().filter(user=user), _digest(user, code))
        return Checked(found.factor, found.wait_seconds, recovery_codes_left(user))


def _try(devices: object, token: str) -> Checked:
    device = devices.first()  # type: ignore[attr-defined]
    if device is None:
        return Checked()
    allowed, why = device.verify_is_allowed()
    if not allowed:
        until = why.get("locked_until") or timezone.now() + timedelta(seconds=1)
        return Checked(wait_seconds=max(1, round((until - timezone.now()).total_seconds())))
    if not device.verify_token(token):
        return Checked()
    totp = isinstance(device, TOTPDevice)
    return Checked(StaffSession.Factor.TOTP if totp else StaffSession.Factor.RECOVERY)


def new_recovery_codes(user: User) -> list[str]:
    """Ten new codes in place of all earlier ones, for the person's eyes once: "k7qm-2xhd-9pvc"."""
    codes = [
        "".join(secrets.choice(ALPHABET) for _each in range(CODE_LENGTH)) for _code in range(HOW_MANY_CODES)
    ]
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name=NAME)
        for code in codes:
            device.token_set.create(token=_digest(user, code))
    return ["-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4)) for code in codes]


def recovery_codes_left(user: User) -> int:
    """How many recovery codes the person still has."""
    return StaticToken.objects.filter(device__user=user).count()


def reset(user: User, *, by: User | None, reason: str, request: HttpRequest | None = None) -> None:
    """Take the second factor away after a phone was lost; the person sets a new one at the next sign-in.

    All the person's sessions end. Whoever calls this has checked that ``by`` may, and tells the person.
    """
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
        sessions.end_all(user, StaffSession.End.FACTOR)
        audit.note("second-factor.removed", user=by, obj=user, request=request, reason=reason)


def state(user: User) -> str:
    """The state in words, for lists of people."""
    return _("đã đặt") if is_set(user) else _("chưa đặt")


def _digits(code: str) -> str:
    return "".join(code.split()).replace("-", "")


def _digest(user: User, code: str) -> str:
    """80 bits of a keyed digest: what is kept of a recovery code."""
    plain = "".join(letter for letter in fold(code) if letter in ALPHABET)
    key = hashlib.sha256(f"recovery {settings.SECRET_KEY}".encode()).digest()
    mark = hmac.new(key, f"{user.pk}:{plain}".encode(), hashlib.sha256).digest()
    return base64.b32encode(mark[:10]).decode().lower()
