"""The states of a case and every act that leads from one to another: one table, read by service and screens.

A row says from which states an act starts, where it leads, who may do it, what must be handed over, and what
it does to the clock. Nothing else in the portal decides these things.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a case stands."""

    RECEIVED = "received", _("Mới nhận")
    SEALED = "sealed", _("Niêm phong – chuyển bộ phận tiếp công dân")
    ASSIGNED = "assigned", _("Đang xử lý")
    WAITING_SENDER = "waiting-sender", _("Chờ người gửi bổ sung")
    TRANSFERRED = "transferred", _("Đã chuyển đến, chờ phân công")
    ANSWERED = "answered", _("Đã soạn trả lời, chờ duyệt")
    APPROVED = "approved", _("Đã trả lời")
    PUBLISHED = "published", _("Đã trả lời và đăng công khai")
    CLOSED = "closed", _("Đã đóng")
    REOPENED = "reopened", _("Mở lại theo yêu cầu của người gửi")
    REFUSED = "refused", _("Không tiếp nhận")
    REMOVED = "removed", _("Đã gỡ")


class Action(models.TextChoices):
    """What can be done to a case. ``receive`` and ``enter`` make one; the others start from a state."""

    RECEIVE = "receive", _("Tiếp nhận")
    ASSIGN = "assign", _("Phân công")
    ASK_SENDER = "ask-sender", _("Hỏi thêm người gửi")
    REPLY = "reply", _("Người gửi bổ sung")
    LETTER = "letter", _("Thư trả lời của người gửi")
    RESUME = "resume", _("Xử lý tiếp")
    TRANSFER = "transfer", _("Chuyển cơ quan khác")
    LENGTHEN = "lengthen", _("Đổi thời hạn theo tính chất vụ việc")
    DRAFT = "draft", _("Lưu nháp câu trả lời")
    ANSWER = "answer", _("Trình duyệt câu trả lời")
    RETURN = "return", _("Trả lại để sửa")
    APPROVE = "approve", _("Duyệt câu trả lời")
    PUBLISH = "publish", _("Đăng công khai")
    WITHDRAW = "withdraw", _("Rút khỏi trang công khai")
    CLOSE = "close", _("Đóng")
    RATE = "rate", _("Người gửi đánh giá")
    REOPEN = "reopen", _("Mở lại")
    SEAL = "seal", _("Niêm phong")
    UNSEAL = "unseal", _("Bỏ niêm phong")
    REFUSE = "refuse", _("Không tiếp nhận")
    REMOVE = "remove", _("Gỡ")
    MERGE = "merge", _("Gộp vào câu trùng")
    NOTE = "note", _("Ghi chú nội bộ")
    SEEN = "seen", _("Đã xem tin mới")
    CORRECT = "correct", _("Sửa thông tin người gửi")
    REVOKE = "revoke", _("Rút đồng ý đăng")
    RESTRICT = "restrict", _("Hạn chế sử dụng dữ liệu")
    UNRESTRICT = "unrestrict", _("Thôi hạn chế sử dụng dữ liệu")
    HOLD = "hold", _("Giữ lại theo yêu cầu pháp luật")
    RELEASE = "release", _("Thôi giữ lại")
    ANONYMISE = "anonymise", _("Xóa dữ liệu cá nhân")


class Clock(models.TextChoices):
    """What an act does to the term."""

    KEEP = "keep", _("giữ nguyên")
    START = "start", _("bắt đầu")
    PAUSE = "pause", _("tạm dừng")
    RESUME = "resume", _("chạy tiếp")
    RESTART = "restart", _("tính lại từ đầu")
    STOP = "stop", _("dừng")


SENDER, SYSTEM = "sender", "system"
# Roles of portal.editorial.roles at the agency that has the case.
DESK = frozenset({"desk_officer"})
LEADERS = frozenset({"leader", "centre_director"})
HEADS = DESK | LEADERS
# ``handler``: besides these, the person to whom the case is assigned.
WRITERS = frozenset({"desk_officer", "specialist", "information_officer"})
EVERYBODY = HEADS | WRITERS
ENTERERS = DESK | {"counter_clerk", "information_officer"}

S = State
OPEN = frozenset({S.RECEIVED, S.ASSIGNED, S.WAITING_SENDER, S.TRANSFERRED, S.ANSWERED, S.REOPENED})
IN_WORK = frozenset({S.RECEIVED, S.ASSIGNED, S.TRANSFERRED, S.REOPENED})
ANSWERED_STATES = frozenset({S.APPROVED, S.PUBLISHED, S.CLOSED})
ENDED = frozenset({S.CLOSED, S.REFUSED, S.REMOVED})
ALL = frozenset(S)
STAY = None
# All that may still happen to a case whose personal data are gone.
BY_REQUEST = frozenset({Action.CORRECT, Action.REVOKE, Action.RESTRICT, Action.UNRESTRICT})
AFTER_ERASING = frozenset({Action.WITHDRAW})


@dataclass(frozen=True, slots=True)
class Step:
    """One row. ``to`` STAY: the state does not change. ``needs``: keys of the data that must be given.

    ``assigned_only``: of these roles, those that only write may act on what is assigned to them alone.
    ``promise``: what the button or the message says.
    """

    sources: frozenset[State]
    to: State | None
    who: frozenset[str]
    needs: frozenset[str] = frozenset()
    clock: Clock = Clock.KEEP
    help: Promise | str = ""


_REASON = frozenset({"reason"})

STEPS: Mapping[Action, Step] = {
    Action.ASSIGN: Step(IN_WORK, S.ASSIGNED, HEADS, frozenset({"handler"})),
    Action.ASK_SENDER: Step(
        IN_WORK,
        S.WAITING_SENDER,
        HEADS | WRITERS,
        _REASON,
        Clock.PAUSE,
        _("Người gửi đọc câu này trên trang theo dõi. Thời hạn tạm dừng cho đến khi có trả lời."),
    ),
    Action.REPLY: Step(frozenset({S.WAITING_SENDER}), S.ASSIGNED, frozenset({SENDER}), _REASON, Clock.RESUME),
    # An answer to one of the desk's letters, whenever it comes.
    Action.LETTER: Step(ALL, STAY, frozenset({SENDER}), _REASON),
    Action.RESUME: Step(
        frozenset({S.WAITING_SENDER}), S.ASSIGNED, HEADS | WRITERS | {SYSTEM}, frozenset(), Clock.RESUME
    ),
    Action.TRANSFER: Step(
        IN_WORK,
        S.TRANSFERRED,
        HEADS,
        frozenset({"agency", "reason"}),
        Clock.KEEP,
        _("Thời hạn vẫn tính từ ngày nhận đầu tiên. Người gửi thấy ai đang giữ, từ khi nào."),
    ),
    Action.LENGTHEN: Step(IN_WORK, STAY, HEADS, frozenset({"kind", "reason"}), Clock.KEEP),
    Action.DRAFT: Step(IN_WORK, STAY, HEADS | WRITERS, frozenset({"text"})),
    Action.ANSWER: Step(IN_WORK, S.ANSWERED, HEADS | WRITERS, frozenset({"text"})),
    Action.RETURN: Step(frozenset({S.ANSWERED}), S.ASSIGNED, LEADERS, _REASON),
    Action.APPROVE: Step(frozenset({S.ANSWERED}), S.APPROVED, LEADERS, frozenset(), Clock.STOP),
    Action.PUBLISH: Step(
        frozenset({S.APPROVED, S.CLOSED}), S.PUBLISHED, HEADS, frozenset({"title", "question", "answer"})
    ),
    Action.WITHDRAW: Step(frozenset({S.PUBLISHED}), S.APPROVED, HEADS, _REASON),
    Action.CLOSE: Step(frozenset({S.APPROVED, S.SEALED}), S.CLOSED, HEADS | {SYSTEM}),
    Action.RATE: Step(ANSWERED_STATES, STAY, frozenset({SENDER}), frozenset({"satisfaction"})),
    Action.REOPEN: Step(
        ANSWERED_STATES,
        S.REOPENED,
        frozenset({SENDER}),
        _REASON,
        Clock.RESTART,
        _("Mỗi câu được mở lại một lần; từ lúc đó câu được tính là chưa trả lời."),
    ),
    Action.SEAL: Step(
        IN_WORK,
        S.SEALED,
        HEADS,
        _REASON,
        Clock.STOP,
        _("Khiếu nại, tố cáo được chuyển cho bộ phận tiếp công dân; bàn hỏi đáp này không xem được nữa."),
    ),
    Action.UNSEAL: Step(
        frozenset({S.SEALED}), S.RECEIVED, HEADS, frozenset({"agency", "reason"}), Clock.START
    ),
    Action.REFUSE: Step(IN_WORK, S.REFUSED, HEADS, _REASON, Clock.STOP),
    Action.REMOVE: Step(
        ALL - {S.REMOVED, S.SEALED, S.PUBLISHED},
        S.REMOVED,
        LEADERS | {SYSTEM},
        _REASON,
        Clock.STOP,
        _("Câu bị gỡ vẫn được đếm trong thống kê, mục “đã gỡ”."),
    ),
    Action.MERGE: Step(IN_WORK, S.CLOSED, HEADS, frozenset({"into"}), Clock.STOP),
    Action.NOTE: Step(ALL - {S.REMOVED}, STAY, EVERYBODY | {SYSTEM}, _REASON),
    Action.SEEN: Step(ALL, STAY, EVERYBODY),
    # At the request of the person (feedback.privacy.requests), from the screen of that request.
    Action.CORRECT: Step(ALL, STAY, HEADS, _REASON),
    Action.REVOKE: Step(ALL - {S.PUBLISHED}, STAY, HEADS, _REASON),
    Action.RESTRICT: Step(ALL, STAY, HEADS, _REASON),
    Action.UNRESTRICT: Step(ALL, STAY, HEADS, _REASON),
    Action.HOLD: Step(
        ALL,
        STAY,
        LEADERS,
        frozenset({"reason", "until"}),
        Clock.KEEP,
        _("Đến hết ngày này không ai xóa được dữ liệu của câu này, kể cả khi người gửi yêu cầu."),
    ),
    Action.RELEASE: Step(ALL, STAY, LEADERS | {SYSTEM}, _REASON),
    Action.ANONYMISE: Step(ENDED | ANSWERED_STATES, STAY, frozenset({SYSTEM})),
}


def actions_for(state: str, roles: frozenset[str]) -> list[Action]:
    """What somebody with these roles may do to a case in this state, in the order of the table."""
    return [action for action, step in STEPS.items() if state in step.sources and step.who & roles]
