"""The log as data: CSV and JSON lines that ``deploy/verify_log.py`` checks without this portal.

A file holds, row by row: a head (row "tep": tip of the chain, number of lines, what the file covers: ``tinh``
everything, ``don-vi`` one agency's lines, ``doan`` some days), the daily roots, the lines. Streamed; a line
is written as it is hashed, moments in UTC.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from portal.publication.chain import COLUMNS, moment
from portal.publication.listing import Span
from portal.publication.models import ChainTip, DailyRoot

CHUNK = 1_000
HEADINGS = {
    "sequence": "stt",
    "act": "hanh_vi",
    "object_type": "loai",
    "object_id": "ma",
    "version": "phien_ban",
    "scope_kind": "loai_pham_vi",
    "scope": "pham_vi",
    "visible_from": "hien_thi_tu",
    "logged_at": "ghi_luc",
    "actor_role": "vai_tro",
    "content_hash": "ma_bam_noi_dung",
    "previous_hash": "ma_bam_dong_truoc",
    "entry_hash": "ma_bam",
}
FIELDS = ("dong", *HEADINGS.values())
LINE, ROOT, HEAD, NOTICE = "nhat-ky", "goc-ngay", "tep", "ghi-chu"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula. A leading ' is doubled, so that it can be undone."""
    return f"'{value}" if value.startswith(FORMULA) else value


def rows(span: Span, tip: ChainTip, *, whole: bool, notice: str = "") -> Iterator[dict[str, str]]:
    """The file's rows: column -> text; columns that a row has no use for are missing."""
    if notice:
        yield {"dong": NOTICE, "ma": notice}
    yield {
        "dong": HEAD,
        "stt": str(tip.sequence),
        "ma": str(span.count()),
        "loai_pham_vi": "don-vi" if span.scope else "tinh" if whole else "doan",
        "pham_vi": span.scope,
        "ghi_luc": moment(timezone.now()),
        "ma_bam": tip.entry_hash,
    }
    for root in DailyRoot.objects.filter(sequence__gte=span.first - 1, sequence__lte=span.last):
        yield {"dong": ROOT, "stt": str(root.sequence), "ghi_luc": root.day.isoformat(), "ma_bam": root.root}
    last = span.first - 1
    names = (*COLUMNS, "entry_hash")
    lines = span.lines().order_by("sequence")
    while chunk := list(lines.filter(sequence__gt=last).values(*names)[:CHUNK]):
        for line in chunk:
            yield {"dong": LINE, **{HEADINGS[name]: _text(line[name]) for name in names}}
        last = chunk[-1]["sequence"]


def _text(value: Any) -> str:
    return moment(value) if isinstance(value, datetime) else str(value)


def as_csv(found: Iterable[dict[str, str]]) -> Iterator[str]:
    """RFC 4180, with a byte order mark so that Excel reads Vietnamese; some hundred rows a piece."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow(FIELDS)
    for number, row in enumerate(found, start=1):
        writer.writerow([cell(row.get(name, "")) for name in FIELDS])
        if number % 200 == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def as_json_lines(found: Iterable[dict[str, str]]) -> Iterator[str]:
    """One JSON object a line."""
    for row in found:
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def roots_csv() -> Iterator[str]:
    """The daily roots: day, last line, hash."""
    yield "\ufeffngay,dong_cuoi,ma_goc\r\n"
    for root in DailyRoot.objects.order_by("day").iterator(CHUNK):
        yield f"{root.day.isoformat()},{root.sequence},{root.root}\r\n"
