"""Codes of procedures as sources print them, and the rows that must not come in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.core.text import fold
from procedures_pages.importers import values
from procedures_pages.models import CodeAlias

_BASE = re.compile(r"\d\.\d{6}")
_SUFFIXED = re.compile(r"(\d)\.?(\d{6})((?:\.\d{2,3})*\.H\d{2})", re.IGNORECASE)
_CASE = re.compile(r"\d\.\d{6}\.\d{1,2}")
# Live states of the national list; everything else there is deleted, expired or not yet published.
LIVE_STATES = {"", "ACTIVE", "UPDATED"}
_TOKENS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Code:
    """A code as printed and the national code it stands for."""

    printed: str
    base: str

    def aliases(self) -> list[tuple[str, str]]:
        """Other codes that the row itself gives, with their kind."""
        if self.printed == self.base:
            return []
        return [(self.printed, CodeAlias.Kind.SUFFIXED)]


class Refused(Exception):
    """A row that must not come in; the message says why, in Vietnamese."""


def read(value: Any) -> Code:
    """The national code behind what a source prints.

    ``"2.002286.000.00.00.H37"`` and ``"1.013395.H36"`` → base code; a number gets its lost zeros back.
    Raises :class:`Refused` for deleted, internal, malformed codes and for codes of single cases.
    """
    printed = f"{value:.6f}" if isinstance(value, float) else values.line(value, 60)
    if not printed:
        raise Refused(_("thiếu mã thủ tục"))
    if "xoa" in fold(printed):
        raise Refused(_("mã có hậu tố “Xoa”: thủ tục đã bị xóa ở nguồn"))
    if "test" in fold(printed):
        raise Refused(_("bản ghi thử nghiệm"))
    suffixed = _SUFFIXED.fullmatch(printed)
    base = f"{suffixed.group(1)}.{suffixed.group(2)}" if suffixed else printed
    if not suffixed and _CASE.fullmatch(printed):
        raise Refused(_("mã của một trường hợp, không phải của thủ tục"))
    if not _BASE.fullmatch(base):
        raise Refused(_("mã sai dạng (phải là một chữ số, dấu chấm, sáu chữ số)"))
    if base[0] in "56":
        raise Refused(_("thủ tục nội bộ giữa các cơ quan (mã 5.x, 6.x)"))
    return Code(printed=printed, base=base)


def refuse_by_content(
    raw: dict[str, Any], *, name: str, decision: str, publisher: str, listed: str, summary: bool = False
) -> None:
    """Raise :class:`Refused` for test, deleted, internal and corrupt rows.

    ``listed`` is the name that the national list (or the catalogue so far) has for the code, if known.
    A line of a list (``summary``) with a decision's number typed for a test comes in without that number.
    """
    if not name:
        raise Refused(_("thiếu tên thủ tục"))
    state = str(raw.get("state") or "").upper()
    if state not in LIVE_STATES:
        raise Refused(_("trạng thái ở nguồn: %(state)s") % {"state": state})
    if raw.get("isInternal") is True or "STANDARD_INTERNAL" in (raw.get("type"), raw.get("scope")):
        raise Refused(_("thủ tục nội bộ giữa các cơ quan"))
    folded = fold(name)
    if len(folded) <= 60 and re.search(r"\btest\b|^thu tuc (?:thu|thu nghiem)$", folded):
        raise Refused(_("bản ghi thử nghiệm"))
    if values.is_test_number(decision) and not summary:
        raise Refused(_("số quyết định thử nghiệm: %(number)s") % {"number": decision})
    if folded.startswith("cong bo danh muc") and "thu tuc hanh chinh" in folded:
        raise Refused(_("tên là trích yếu của một quyết định công bố, không phải tên thủ tục"))
    if fold(publisher).startswith("bo ") and "qd-ubnd" in fold(decision).replace(" ", ""):
        raise Refused(_("nội dung của quyết định khác: cơ quan công bố là bộ, quyết định là của UBND"))
    if listed and not similar(name, listed):
        raise Refused(_("tên khác hẳn tên trong danh sách quốc gia: “%(name)s”") % {"name": listed[:150]})


def similar(one: str, other: str) -> bool:
    """Whether two names may be of the same procedure, reworded; measured on the list of 2026.

    Rewordings share more than half of the words of the shorter name, or a quarter of all words.
    """
    first, second = _words(one), _words(other)
    if not first or not second:
        return True
    shared = len(first & second)
    return shared / min(len(first), len(second)) >= 0.5 or shared / len(first | second) >= 0.25


def _words(name: str) -> set[str]:
    return set(_TOKENS.findall(fold(name).removeprefix("thu tuc ")))
