"""Values as sources write them: empty words, numbers, days, time limits, decision and document numbers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from portal.core.clock import ZONE
from portal.core.official_numbers import official_number
from portal.core.text import fold, normalise, one_line

_EMPTY = {"", "khong", "khong co", "khong co thong tin", "null", "none", "n/a", "chua co thong tin"}
# A label of the next field glued to an empty value ("Không có thông tinTừ khóa: …").
_GLUED_EMPTY = re.compile(r"^không có thông tin(?=\s*(?:từ khóa|mô tả|căn cứ|yêu cầu))", re.IGNORECASE)
_EDGE = " .-–—_*+:;,…"
LARGEST = 2_147_483_647


def text(value: Any) -> str:
    """Normalised text with its line breaks; empty for None and for words that mean nothing."""
    if value is None or isinstance(value, dict | list | bool):
        return ""
    found = normalise(str(value))
    return "" if is_nothing(found) else found


def line(value: Any, limit: int = 0) -> str:
    """:func:`text` on one line, cut at ``limit`` characters where a column is limited."""
    found = one_line(text(value))
    return found[:limit].rstrip() if limit else found


def is_nothing(value: str) -> bool:
    """Whether a normalised text says nothing: "Không", "--", "Không có thông tin"."""
    if len(value) > 200:
        return False
    return fold(value.strip(_EDGE)) in _EMPTY or bool(_GLUED_EMPTY.match(value))


def items(value: Any) -> list[Any]:
    """The members of a list without its nulls; a bare value counts as a list of one."""
    if isinstance(value, list):
        return [item for item in value if item is not None]
    return [] if value in (None, "") else [value]


def dicts(value: Any) -> list[dict[str, Any]]:
    """The members of a list that are objects."""
    return [item for item in items(value) if isinstance(item, dict)]


def whole(value: Any, largest: int = LARGEST) -> int | None:
    """A whole number that is not negative, else None; "25.000" and "25,000" are 25000."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        found = int(value) if float(value).is_integer() else None
    else:
        printed = str(value).strip()
        if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", printed):
            printed = re.sub(r"[.,]", "", printed)
        found = int(printed) if printed.isascii() and printed.isdigit() and len(printed) < 19 else None
    return found if found is not None and 0 <= found <= largest else None


def flag(value: Any) -> bool | None:
    """True, False or, for anything else, None."""
    return value if isinstance(value, bool) else None


def uuid(value: Any) -> str:
    """A UUID as text, empty when it is none."""
    try:
        return str(UUID(str(value))) if value else ""
    except ValueError:
        return ""


def day(value: Any) -> date | None:
    """A day from ISO, dd/mm/yyyy, dd-mm-yyyy or milliseconds since 1970 (a moment, read in Vietnam)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value / 1000, UTC).astimezone(ZONE).date() if value else None
        except (OverflowError, OSError, ValueError):
            return None
    printed = str(value or "").strip()
    for pattern, order in (
        (r"^(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)),
        (r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})", (3, 2, 1)),
    ):
        found = re.match(pattern, printed)
        if found:
            year, month, number = (int(found.group(place)) for place in order)
            try:
                return date(year, month, number)
            except ValueError:
                return None
    return None


UNITS = (
    ("ngay lam viec", "working_day"),
    ("ngay", "day"),
    ("gio", "hour"),
    ("thang", "month"),
    ("nam", "year"),
)
_TIME = re.compile(r"^(\d+)\s*(ngay lam viec|ngay|gio|thang|nam)\.?$")


def time_limit(printed: str, *, uncertain: bool = False) -> tuple[int | None, str, str]:
    """Value, unit and text of a printed limit: "5 Ngày làm việc" → (5, "working_day", "").

    What is no plain number and unit stays as text with unit "other": "1,5 ngày làm việc", "Tùy theo đợt".
    With ``uncertain`` (the source lost the unit) the number is kept and the unit is "other".
    """
    printed = line(printed, 500)
    if not printed:
        return None, "", ""
    found = _TIME.match(fold(printed))
    value = whole(found.group(1)) if found else None
    if found is None or value is None:
        return None, "other", printed
    if uncertain:
        return value, "other", printed
    return value, dict(UNITS)[found.group(2)], ""


_DECISION_PREFIX = re.compile(r"^(?:quyết định\s*)?số\s*:?\s*(?=\S*\d)|^quyết định\s+(?=\d)", re.IGNORECASE)


def decision_number(value: Any) -> str:
    """A decision's number without what people write around it: "Quyết định số 12 /QĐ-BQP." → "12/QĐ-BQP"."""
    found = line(value, 200).strip(" .")
    found = _DECISION_PREFIX.sub("", found)
    return re.sub(r"\s*/\s*", "/", found).strip(" .")[:80]


def is_test_number(number: str) -> bool:
    """Whether a decision's number was typed while somebody tried the system."""
    return bool(re.search(r"test|\bdemo\b|\bthu nghiem\b", fold(number)))


def decision_key(number: str) -> str:
    """What makes two printed numbers of one procedure's decision the same."""
    return re.sub(r"[\s._-]+", "", fold(number))


def document_number(value: Any) -> str:
    """A legal document's number: "Nghị định số 131/2021/NĐ-CP" → "131/2021/NĐ-CP"; other text as printed."""
    found = line(value, 200)
    return official_number(found) or found
