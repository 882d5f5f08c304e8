"""The names of audit events, as an inspector reads them. Apps add theirs from ``ready()``."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_names: dict[str, Promise | str] = {
    "sign-in": _("Đăng nhập"),
    "sign-in.refused": _("Đăng nhập không thành công"),
    "sign-out": _("Đăng xuất"),
    "locked": _("Tạm khóa vì đăng nhập sai nhiều lần"),
    "access.refused": _("Bị từ chối vì không đủ quyền"),
    "role.granted": _("Giao vai trò"),
    "role.ended": _("Kết thúc vai trò"),
    "role.activated": _("Chuyển sang làm việc ở cơ quan"),
    "file.refused": _("Từ chối nhận tệp"),
    "file.seen": _("Xác nhận đã xem tệp không đọc được chữ"),
    "file.overrule-asked": _("Đề nghị xem lại tệp bị từ chối"),
    "file.overruled": _("Quyết định về tệp bị từ chối"),
    "calendar.changed": _("Sửa lịch làm việc"),
    "second-factor": _("Xác thực hai lớp"),
    "second-factor.set": _("Đặt xác thực hai lớp"),
    "second-factor.refused": _("Mã xác thực hai lớp không đúng"),
    "second-factor.removed": _("Bỏ xác thực hai lớp"),
    "agency": _("Thay đổi cơ quan"),
    "wagtail": _("Thao tác trên nội dung"),
    "wagtail.create": _("Tạo mới"),
    "wagtail.edit": _("Lưu bản nháp"),
    "wagtail.delete": _("Xóa"),
    "wagtail.publish": _("Công bố"),
    "wagtail.unpublish": _("Gỡ xuống"),
    "wagtail.publish.schedule": _("Hẹn giờ công bố"),
    "wagtail.publish.scheduled": _("Công bố theo hẹn"),
    "wagtail.unpublish.scheduled": _("Gỡ xuống theo hẹn"),
    "wagtail.schedule.cancel": _("Hủy hẹn giờ"),
    "wagtail.move": _("Chuyển chỗ"),
    "wagtail.reorder": _("Xếp lại thứ tự"),
    "wagtail.copy": _("Nhân bản"),
    "wagtail.revert": _("Quay về bản trước"),
    "wagtail.rename": _("Đổi tên"),
    "wagtail.lock": _("Khóa chỉnh sửa"),
    "wagtail.unlock": _("Mở khóa chỉnh sửa"),
    "wagtail.workflow.start": _("Trình duyệt"),
    "wagtail.workflow.approve": _("Duyệt"),
    "wagtail.workflow.reject": _("Trả lại để sửa"),
    "wagtail.workflow.resume": _("Trình duyệt lại"),
    "wagtail.workflow.cancel": _("Rút lại bản trình"),
    "wagtail.view_restriction.create": _("Đặt giới hạn người xem"),
    "wagtail.view_restriction.edit": _("Sửa giới hạn người xem"),
    "wagtail.view_restriction.delete": _("Bỏ giới hạn người xem"),
    "wagtail.comments": _("Ghi ý kiến trao đổi"),
}


_details: dict[str, Promise | str] = {
    "allowed": _("cho phép"),
    "by_mail": _("báo qua thư"),
    "count": _("số lượng"),
    "counts": _("số lượng từng phần"),
    "day": _("ngày"),
    "days": _("số ngày"),
    "door": _("nơi nhận"),
    "due": _("hạn"),
    "fields": _("mục đã sửa"),
    "filters": _("bộ lọc"),
    "first_day": _("ngày đầu"),
    "format": _("dạng tệp"),
    "given": _("vai trò"),
    "giver": _("số tài khoản người giao"),
    "into": _("nhập vào"),
    "known": _("có tài khoản"),
    "left": _("còn lại"),
    "level": _("mức"),
    "locked": _("mục bị khóa"),
    "moved": _("đã dời"),
    "number": _("số thứ tự"),
    "parts": _("phần bàn giao"),
    "reason": _("lý do"),
    "receiver": _("số tài khoản người nhận"),
    "removed": _("đã bỏ"),
    "roles": _("vai trò"),
    "rows": _("số dòng"),
    "scope": _("phạm vi"),
    "sha256": _("mã băm"),
    "tries": _("số lần thử"),
    "until": _("đến ngày"),
}


def register_details(names: Mapping[str, Promise | str]) -> None:
    """Name the details that an application's events carry: key -> words."""
    _details.update(names)


def detail_name(key: str) -> str:
    """The words for a detail; the key itself when nobody named it."""
    return str(_details.get(key, key))


def register_names(names: Mapping[str, Promise | str]) -> None:
    """Add names: event code -> what happened, in a few words; "agency" names "agency.merged" too."""
    _names.update(names)


def name_of(event: str) -> str:
    """The name of an event; that of the nearest code above it when it has none, last the code itself."""
    code = event
    while code not in _names:
        code, found, _last = code.rpartition(".")
        if not found:
            return event
    return str(_names[code]) if code == event else f"{_names[code]} ({event})"


def known(event: str) -> bool:
    """Whether the very event has a name."""
    return event in _names


def codes() -> list[str]:
    """All codes that have a name."""
    return sorted(_names)
