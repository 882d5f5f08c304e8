"""Who has signed a PDF, by the certificates within it; and how many pages it has.

The container is CMS SignedData (RFC 5652; PDF 32000-1 §12.8). Read as far as the signer's certificate and
the time that the signer wrote; nothing is verified, and a container that cannot be read names nobody.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from cryptography import x509
from cryptography.x509.oid import NameOID
from pypdfium2 import raw

from portal.core.text import one_line
from portal.library.pdf.opening import Closed, opened

MOST_SIGNATURES: Final = 20
LARGEST: Final = 512 * 1024
LONGEST_NAME: Final = 200
_SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")
_SIGNING_TIME: Final = bytes.fromhex("2a864886f70d010905")
_TIMESTAMP: Final = "ETSI.RFC3161"
_SEQUENCE, _SET, _OID, _INTEGER, _UTC, _GENERAL = 0x30, 0x31, 0x06, 0x02, 0x17, 0x18
_DATE: Final = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Signature:
    """``name``: common name of the certificate, empty if it cannot be read; ``time``: ISO, with its zone."""

    name: str = ""
    organisation: str = ""
    time: str = ""

    @property
    def at(self) -> datetime | None:
        """When, as the signer wrote it."""
        return datetime.fromisoformat(self.time) if self.time else None


def facts(data: bytes) -> tuple[int | None, list[dict[str, str]]]:
    """Pages and signatures of a file; ``(None, [])`` for what is no PDF or cannot be opened."""
    if b"%PDF-" not in data[:1024]:
        return None, []
    try:
        with opened(data) as document:
            return len(document), [asdict(one) for one in signatures(document)]
    except Closed:
        return None, []


def signatures(document: Any) -> list[Signature]:
    """Of an open document, in the order of the file; stamps of time are none."""
    found = []
    for index in range(min(max(raw.FPDF_GetSignatureCount(document), 0), MOST_SIGNATURES)):
        one = raw.FPDF_GetSignatureObject(document, index)
        if one and _text(raw.FPDFSignatureObj_GetSubFilter, one) != _TIMESTAMP:
            stated = _stated(_text(raw.FPDFSignatureObj_GetTime, one))
            found.append(_read(_bytes(raw.FPDFSignatureObj_GetContents, one), stated))
    return found


def _bytes(ask: Any, one: Any) -> bytes:
    size = ask(one, None, 0)
    if not 0 < size <= LARGEST:
        return b""
    buffer = ctypes.create_string_buffer(size)
    ask(one, buffer, size)
    return buffer.raw


def _text(ask: Any, one: Any) -> str:
    return _bytes(ask, one).rstrip(b"\0").decode("latin-1")


def _stated(text: str) -> datetime | None:
    """The time of the signature's dictionary: "D:20261105093000+07'00'"."""
    found = _DATE.match(text)
    if found is None:
        return None
    *parts, zulu, sign, hours, minutes = found.groups()
    if not zulu and not sign:
        return None
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        return datetime(*(int(part or 0) for part in parts), tzinfo=timezone(ahead))  # type: ignore[misc, arg-type]
    except ValueError:
        return None


def _read(contents: bytes, stated: datetime | None) -> Signature:
    try:
        certificate, time = _signer(contents)
    except (ValueError, IndexError, StopIteration):
        certificate, time = None, None
    when = time or stated
    return Signature(
        _name(certificate, NameOID.COMMON_NAME),
        _name(certificate, NameOID.ORGANIZATION_NAME),
        when.isoformat() if when else "",
    )


def _name(certificate: x509.Certificate | None, kind: Any) -> str:
    if certificate is None:
        return ""
    try:
        found = certificate.subject.get_attributes_for_oid(kind)
    except ValueError:
        return ""
    return one_line(str(found[0].value))[:LONGEST_NAME] if found else ""


def _signer(contents: bytes) -> tuple[x509.Certificate | None, datetime | None]:
    """The first signer's certificate and time. Raises ValueError, IndexError or StopIteration."""
    parts = list(_items(next(_items(contents))[1]))
    if parts[0] != (_OID, _SIGNED_DATA):
        raise ValueError("no SignedData")
    fields = list(_items(next(_items(parts[1][1]))[1]))
    held = next(value for tag, value in fields if tag == 0xA0)
    certificates = [x509.load_der_x509_certificate(_sequence(value)) for _tag, value in _items(held)]
    signer = list(_items(next(_items(fields[-1][1]))[1]))
    attributes = next((value for tag, value in signer if tag == 0xA0), b"")
    return _whose(certificates, signer[1]), _time(attributes)


def _whose(certificates: list[x509.Certificate], sid: tuple[int, bytes]) -> x509.Certificate | None:
    if sid[0] != _SEQUENCE:
        return certificates[0] if len(certificates) == 1 else None
    issuer, number = _items(sid[1])
    serial = int.from_bytes(number[1], "big", signed=True)
    return next(
        (
            one
            for one in certificates
            if one.serial_number == serial and one.issuer.public_bytes() == _sequence(issuer[1])
        ),
        None,
    )


def _time(attributes: bytes) -> datetime | None:
    for _tag, attribute in _items(attributes):
        (_kind, name), (_set, values) = list(_items(attribute))[:2]
        if name == _SIGNING_TIME:
            tag, text = next(_items(values))
            form = {_UTC: "%y%m%d%H%M%SZ", _GENERAL: "%Y%m%d%H%M%SZ"}[tag] if tag in (_UTC, _GENERAL) else ""
            return datetime.strptime(text.decode("ascii"), form).replace(tzinfo=UTC)
    return None


def _items(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tags and values of DER, side by side. Raises ValueError for a length beyond the end."""
    at = 0
    while at < len(data):
        tag, size, start = data[at], data[at + 1], at + 2
        if size & 0x80:
            more = size & 0x7F
            if not 0 < more <= 4:
                raise ValueError("length")
            size, start = int.from_bytes(data[start : start + more], "big"), start + more
        if start + size > len(data):
            raise ValueError("length")
        yield tag, data[start : start + size]
        at = start + size


def _sequence(value: bytes) -> bytes:
    """A value as DER SEQUENCE again."""
    size = len(value)
    if size < 0x80:
        return bytes([_SEQUENCE, size]) + value
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([_SEQUENCE, 0x80 | len(length)]) + length + value
