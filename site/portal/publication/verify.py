"""Checking the log: the chain itself, the chain against kept roots, and what is public against the chain."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from portal.core import append_only
from portal.publication.chain import COLUMNS, GENESIS, line_hash
from portal.publication.models import ChainTip, DailyRoot, PublicationEntry
from portal.publication.registry import PublicObjects, sources
from portal.publication.selectors import MAKES_PUBLIC, TAKES_AWAY

CHUNK = 2_000


class UnreadableRoots(ValueError):
    """Raised when a file of kept roots cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit. ``sequence`` is the first bad line, 0 where none is meant.

    Kinds: changed, missing, out-of-place, tail-lost, root-differs, older-backup, unguarded (the chain);
    public-without-line, changed-without-line, line-without-public (reconciliation).
    """

    kind: str
    message: str
    sequence: int = 0
    object_type: str = ""
    object_id: str = ""
    version: str = ""


def lines() -> Iterator[dict[str, Any]]:
    """All lines in order, columns and hash, in chunks by key."""
    last = 0
    names = (*COLUMNS, "entry_hash")
    while chunk := list(
        PublicationEntry.objects.filter(sequence__gt=last).order_by("sequence").values(*names)[:CHUNK]
    ):
        yield from chunk
        last = chunk[-1]["sequence"]


def chain() -> tuple[int, Finding | None]:
    """How many lines were read, and the first bad one."""
    expected, previous, count = 1, GENESIS, 0
    roots = dict(DailyRoot.objects.values_list("sequence", "root"))
    for line in lines():
        sequence = line["sequence"]
        count += 1
        if sequence != expected:
            return count, Finding("missing", _("Thiếu dòng %(n)s.") % {"n": expected}, expected)
        if line_hash(line) != line["entry_hash"]:
            return count, Finding("changed", _("Dòng %(n)s đã bị sửa.") % {"n": sequence}, sequence)
        if line["previous_hash"] != previous:
            text = _("Dòng %(n)s không nối tiếp dòng trước.") % {"n": sequence}
            return count, Finding("out-of-place", text, sequence)
        if roots.get(sequence, line["entry_hash"]) != line["entry_hash"]:
            text = _("Dòng %(n)s khác mã gốc đã công bố của ngày đó.") % {"n": sequence}
            return count, Finding("root-differs", text, sequence)
        previous, expected = line["entry_hash"], expected + 1
    return count, _tail(count, previous, max(roots, default=0))


def _tail(count: int, last_hash: str, last_root: int) -> Finding | None:
    tip = ChainTip.objects.filter(id=1).first()
    ends_at = max(tip.sequence if tip else 0, last_root)
    if ends_at > count:
        return Finding("tail-lost", _("Mất các dòng từ dòng %(n)s.") % {"n": count + 1}, count + 1)
    if tip is None and count == 0:
        return None
    if tip is None or (tip.sequence, tip.entry_hash) != (count, last_hash):
        return Finding("tail-lost", _("Đầu chuỗi không khớp dòng cuối %(n)s.") % {"n": count}, count)
    return None


def guards() -> list[Finding]:
    """Tables of this portal that the database no longer guards against change."""
    text = _("Bảng %(table)s không còn được cơ sở dữ liệu bảo vệ khỏi sửa, xóa.")
    return [Finding("unguarded", text % {"table": table}) for table in append_only.unguarded()]


def read_roots(file: Path) -> list[tuple[date, int, str]]:
    """The roots of a kept copy of ``goc-ngay.csv``: day, last line, hash. Raises UnreadableRoots."""
    try:
        rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableRoots(str(error)) from error
    roots = []
    for number, row in enumerate(rows, start=2):
        try:
            day, sequence, root = date.fromisoformat(row["ngay"]), int(row["dong_cuoi"]), row["ma_goc"]
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableRoots(_("dòng %(n)s không đọc được") % {"n": number}) from error
        roots.append((day, sequence, root))
    if not roots:
        raise UnreadableRoots(_("không có mã gốc nào trong tệp"))
    return roots


def against(roots: list[tuple[date, int, str]]) -> Finding | None:
    """The first kept root that the chain does not hold: rewritten history, or an older backup restored."""
    kept = [sequence for _day, sequence, _root in roots]
    stored = dict(PublicationEntry.objects.filter(sequence__in=kept).values_list("sequence", "entry_hash"))
    for day, sequence, root in sorted(roots):
        if sequence not in stored:
            text = _("Thiếu dòng %(n)s của ngày %(day)s: có thể đã khôi phục bản sao lưu cũ.")
            return Finding("older-backup", text % {"n": sequence, "day": f"{day:%d/%m/%Y}"}, sequence)
        if stored[sequence] != root:
            text = _("Dòng %(n)s khác mã gốc của ngày %(day)s đã lưu bên ngoài.")
            return Finding("root-differs", text % {"n": sequence, "day": f"{day:%d/%m/%Y}"}, sequence)
    return None


Key = tuple[str, str, str]


def reconcile() -> list[Finding]:
    """What is public now against the chain's tips: what came, changed or went through a back door."""
    found: list[Finding] = []
    tips = _tips()
    for source in sources():
        types = set(source.types())
        found += _compare(source, {key: tip for key, tip in tips.items() if key[0] in types})
    return found


@dataclass(slots=True)
class _Tip:
    sequence: int
    content_hash: str
    public: bool


def _tips() -> dict[Key, _Tip]:
    """The state that the chain gives each object: by version where its kind has versions side by side."""
    by_version = {name for source in sources() if source.by_version for name in source.types()}
    tips: dict[Key, _Tip] = {}
    names = ("object_type", "object_id", "version", "act", "sequence", "content_hash")
    for kind, object_id, version, act, sequence, content in (
        PublicationEntry.objects.order_by("sequence").values_list(*names).iterator(CHUNK)
    ):
        key = (kind, object_id, version if kind in by_version else "")
        if act in MAKES_PUBLIC:
            tips[key] = _Tip(sequence, content, True)
        elif act in TAKES_AWAY:
            tips[key] = _Tip(sequence, content, False)
    return tips


def _compare(source: PublicObjects, tips: dict[Key, _Tip]) -> Iterator[Finding]:
    """One application's things. A thing that is public must be so by its last line, with the same content."""
    seen: set[Key] = set()
    for state in source.states():
        key = (state.object_type, state.object_id, state.version if source.by_version else "")
        seen.add(key)
        tip = tips.get(key)
        if tip is None or not tip.public:
            text = _("%(what)s đang công khai nhưng nhật ký không ghi việc công khai.")
            yield Finding("public-without-line", text % _named(key), tip.sequence if tip else 0, *key)
        elif tip.content_hash != state.content_hash:
            text = _("%(what)s có nội dung khác nội dung đã ghi ở dòng %(n)s.")
            yield Finding(
                "changed-without-line", text % (_named(key) | {"n": tip.sequence}), tip.sequence, *key
            )
    for key, tip in tips.items():
        if tip.public and key not in seen:
            text = _("%(what)s còn công khai theo dòng %(n)s nhưng không còn hiện ra.")
            yield Finding(
                "line-without-public", text % (_named(key) | {"n": tip.sequence}), tip.sequence, *key
            )


def _named(key: Key) -> dict[str, Any]:
    return {"what": " ".join(part for part in key if part)}
