"""A table of mergers, splits and new names that was handed in like any file of the register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.operations import change_file
from portal.agencies.operations.merge import merge_file
from portal.core.imports.tables import read_tables

# A unit takes one or two seconds; a request may take sixty.
AT_ONCE = 8
SHEET = "sap_xep"
# What the report calls the things that changed hands, in the order in which a person asks for them.
WORDS = {
    "pages": gettext_lazy("trang"),
    "pages_closed": gettext_lazy("trang gỡ xuống"),
    "memberships": gettext_lazy("vai trò"),
    "people": gettext_lazy("người"),
    "invitations": gettext_lazy("lời mời đang chờ"),
    "handovers": gettext_lazy("lượt bàn giao đã hẹn"),
    "absences": gettext_lazy("lượt báo vắng"),
    "emergencies": gettext_lazy("nội dung chờ duyệt sau"),
    "refused_files": gettext_lazy("tệp bị từ chối đang chờ"),
    "images": gettext_lazy("ảnh"),
    "documents": gettext_lazy("tệp"),
    "collections": gettext_lazy("thư mục"),
    "calendar_days": gettext_lazy("ngày lịch riêng"),
    "log_lines_kept": gettext_lazy("dòng nhật ký công khai giữ nguyên"),
    "local_fields": gettext_lazy("thông tin tại đơn vị"),
    "cases": gettext_lazy("câu hỏi chưa kết thúc"),
    "answers": gettext_lazy("câu trả lời đã đăng"),
    "performer_exceptions": gettext_lazy("ngoại lệ về thủ tục"),
    "service_points": gettext_lazy("nơi tiếp nhận"),
    "units": gettext_lazy("đơn vị trực thuộc"),
}


def is_table(path: Path) -> bool:
    """Whether a file has the columns of a table of changes. Raises UnreadableInput for no table at all."""
    return any(set(change_file.REQUIRED) <= set(table.heading) for table in read_tables(path))


def is_long(path: Path) -> bool:
    """Whether trying it out takes longer than a person waits."""
    return is_table(path) and len({row.old_code for row in change_file.read(path).rows}) > AT_ONCE


def run(path: Path, *, dry_run: bool, user: Any, source: str) -> dict[str, Any]:
    """Do what a table says, or try it, and give what is kept of the report: ``counts`` and lists of lines."""
    outcome = merge_file(path, dry_run=dry_run, user=user, source=source)
    lists = {
        "refused": [line.to_dict() for line in outcome.refused],
        "conflicts": [_line(row, f"{row['object']}: {row['reason']}") for row in outcome.conflicts],
        "successors": [_line(row, _successor(row), row["code"]) for row in outcome.successors],
        "moved": [_line(row, _moved(row)) for row in outcome.moved],
        "redirects": [_line(row, f"{row['from']} → {row['to']}", "") for row in outcome.redirects],
        "unchanged": [line.to_dict() for line in outcome.unchanged],
    }
    return {"kind": "changes", "stopped": "", "seconds": outcome.seconds, **lists}


def _line(row: dict[str, Any], words: str, code: str | None = None) -> dict[str, Any]:
    return {"code": row["from"] if code is None else code, "reason": words}


def _successor(row: dict[str, Any]) -> str:
    words = _("%(name)s, từ %(old)s") if row["predecessors"] else _("%(name)s, tên cũ %(old)s")
    return words % {"name": row["name"], "old": ", ".join(row["predecessors"]) or row["before"]}


def _moved(row: dict[str, Any]) -> str:
    what = WORDS.get(row["what"], row["what"])
    return _("%(count)d %(what)s → %(to)s") % {"count": row["count"], "what": what, "to": row["to"]}
