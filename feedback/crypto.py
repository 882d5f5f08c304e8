"""Personal data at rest: encrypted with keys that can be changed, and found by keyed hashes.

``PORTAL_FEEDBACK_KEYS`` lists master keys, the newest first; without it the one key is derived from
``SECRET_KEY``. Each gives a key for Fernet (AES-128-CBC with HMAC-SHA-256) and one for hashing, so that a
copy of the database alone names nobody and can be searched by nobody. To change keys, put a new one in front;
the old ones stay in the list as long as something that was written under them can still be asked for.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

HASH_LENGTH = 52


class Unreadable(RuntimeError):
    """What is stored was written under a key that is not in the list any more, or was tampered with."""


def _masters() -> tuple[bytes, ...]:
    named = tuple(str(key).encode() for key in settings.PORTAL_FEEDBACK_KEYS if str(key))
    return named or (str(settings.SECRET_KEY).encode(),)


@lru_cache(maxsize=8)
def _box(masters: tuple[bytes, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(master, b"encrypt"))) for master in masters])


def _derived(master: bytes, purpose: bytes) -> bytes:
    return hmac.new(master, b"cong-khai/feedback/" + purpose, hashlib.sha256).digest()


def encrypt(text: str) -> str:
    """The text under the newest key; an empty text stays empty."""
    return _box(_masters()).encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """The text again. Raises Unreadable."""
    if not token:
        return ""
    try:
        return _box(_masters()).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("A field of the question desk was written under a key that is gone.") from error


def encrypt_bytes(content: bytes) -> bytes:
    """The content of a file under the newest key."""
    return _box(_masters()).encrypt(content)


def decrypt_bytes(token: bytes) -> bytes:
    """The content again. Raises Unreadable."""
    try:
        return _box(_masters()).decrypt(token)
    except InvalidToken as error:
        raise Unreadable("A file of the question desk was written under a key that is gone.") from error


def under_first_key(token: str) -> bool:
    """Whether the newest key wrote this."""
    try:
        _box(_masters()[:1]).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def first_key_name() -> str:
    """How hashes under the newest key begin."""
    return _key_name(_masters()[0])


def _key_name(master: bytes) -> str:
    return hashlib.sha256(_derived(master, b"name")).hexdigest()[:7] + ":"


def _keyed(master: bytes, purpose: str, text: str) -> str:
    """``<8 of the key's name>:<44 of the hash>``: 176 bits, and which key it hangs on."""
    digest = hmac.new(_derived(master, b"hash"), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
    return _key_name(master) + digest[: HASH_LENGTH - 8]


def keyed_hash(purpose: str, text: str) -> str:
    """A hash under the newest key; the same text gives different hashes for different purposes."""
    return _keyed(_masters()[0], purpose, text)


def keyed_hashes(purpose: str, text: str) -> list[str]:
    """The hashes under all keys, for looking up what was stored under any of them."""
    return [_keyed(master, purpose, text) for master in _masters()]


def same_hash(purpose: str, text: str, stored: str) -> bool:
    """Whether a text has the stored hash, compared in constant time under every key."""
    found = False
    for candidate in keyed_hashes(purpose, text):
        found |= hmac.compare_digest(candidate, stored)
    return found


def stream_of(purpose: str, text: str, length: int) -> bytes:
    """``length`` bytes that follow from the newest key and the text, and from nothing that is stored."""
    key = _derived(_masters()[0], b"derive")
    out = b""
    while len(out) < length:
        out += hmac.new(key, f"{purpose}\0{len(out)}\0{text}".encode(), hashlib.sha256).digest()
    return out[:length]


class EncryptedTextField(models.TextField):
    """A text that the database holds encrypted. It cannot be filtered or sorted by."""

    def get_prep_value(self, value: Any) -> Any:
        """What goes into the database."""
        return encrypt(str(value)) if value else ""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        """What comes out of it."""
        return decrypt(value or "")

    def get_lookup(self, lookup_name: str) -> Any:
        """Refused: the same text is never stored the same way twice."""
        raise TypeError(f"{self.name} is encrypted: look it up by its keyed hash.")


def encrypted_fields(model: type[models.Model]) -> list[str]:
    """Names of the encrypted fields of a model."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
