"""What an import does to one procedure: a pure decision about what was read and what is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from django.utils.translation import gettext as _

from procedures_pages.importers.parsed import RANK, ParsedProcedure
from procedures_pages.importers.values import decision_key
from procedures_pages.models import Procedure, ProcedureVersion, ReviewItem


class Action(Enum):
    """Names of the report's keys."""

    CREATE = "created"
    CHANGE = "changed"
    KEEP = "unchanged"
    QUEUE = "queued"


@dataclass(slots=True)
class Known:
    """What is stored of one procedure: versions with their decisions, and what each was last read from."""

    procedure: Procedure
    versions: list[ProcedureVersion] = field(default_factory=list)
    # version pk -> (format, hash of the rows) of the last source
    read_from: dict[int, tuple[str, str]] = field(default_factory=dict)
    # pk of versions whose public text a person wrote last -> when
    edited: dict[int, datetime] = field(default_factory=dict)
    # hash of the rows -> what a person decided about this text of the source
    settled: dict[str, str] = field(default_factory=dict)

    def of_decision(self, number: str) -> ProcedureVersion | None:
        """The version that a decision with this number made."""
        wanted = decision_key(number)
        return next(
            (
                version
                for version in self.versions
                if version.decision and decision_key(version.decision.number) == wanted
            ),
            None,
        )


@dataclass(slots=True)
class Outcome:
    """The decision: what to do, with which version, and why, in Vietnamese."""

    action: Action
    reason: str = ""
    version: ProcedureVersion | None = None
    queue_reason: str = ""


def decide(parsed: ParsedProcedure, known: Known | None) -> Outcome:
    """Same decision: revision; other decision: new version; none: the queue. A summary never degrades."""
    if parsed.is_summary:
        return _summary(parsed, known)
    if parsed.decision is None:
        return _queue(ReviewItem.Reason.NO_DECISION, _("nguồn không nêu quyết định công bố"))
    if known is None:
        return Outcome(Action.CREATE)
    target = known.of_decision(parsed.decision.number) or next(
        (version for version in known.versions if version.decision is None and version.summary_only), None
    )
    if target is not None:
        return _revise(parsed, known, target)
    if (draft := _draft(known)) is not None:
        return draft
    current = next(
        (version for version in known.versions if version.effective_to is None and version.live), None
    )
    if current is not None and _is_older(parsed, current):
        return _queue(
            ReviewItem.Reason.CONFLICT,
            _("quyết định %(number)s ký trước quyết định đang áp dụng") % {"number": parsed.decision.number},
        )
    return Outcome(Action.CREATE, reason=_("quyết định mới: phiên bản mới"))


def _summary(parsed: ParsedProcedure, known: Known | None) -> Outcome:
    """Lines of lists: a line without a decision makes a summary, since lists rarely name one."""
    if known is None or not known.versions:
        return Outcome(Action.CREATE)
    number = parsed.decision.number if parsed.decision else ""
    same = known.of_decision(number) if number else None
    if any(not version.summary_only for version in known.versions):
        if number and same is None:
            return _queue(
                ReviewItem.Reason.CONFLICT,
                _("bản tóm lược nêu quyết định %(number)s, khác bản đầy đủ đang có") % {"number": number},
            )
        return Outcome(Action.KEEP, reason=_("đã có bản đầy đủ; bản tóm lược không thay thế"))
    latest = known.versions[-1]
    if not number and latest.decision is not None:
        return Outcome(Action.KEEP, reason=_("đã có bản tóm lược nêu quyết định"))
    target = same or (latest if not number or latest.decision is None else None)
    if target is not None:
        return _revise(parsed, known, target)
    return _draft(known) or Outcome(Action.CREATE, reason=_("quyết định mới: phiên bản mới"))


def _revise(parsed: ParsedProcedure, known: Known, target: ProcedureVersion) -> Outcome:
    kind, rows_hash = known.read_from.get(target.pk, ("", ""))
    if kind == parsed.kind and rows_hash == parsed.rows_hash():
        return Outcome(Action.KEEP, version=target)
    if RANK.get(kind, 0) > RANK[parsed.kind]:
        return Outcome(
            Action.KEEP, version=target, reason=_("đã nhập từ nguồn đầy đủ hơn (%(kind)s)") % {"kind": kind}
        )
    draft = _draft(known)
    if draft is not None:
        return draft
    if target.pk in known.edited:
        return _edited(parsed, known, target)
    return Outcome(Action.CHANGE, version=target)


def _edited(parsed: ParsedProcedure, known: Known, target: ProcedureVersion) -> Outcome:
    """The source has other words than before, and a person corrected the old ones: a person decides."""
    decided = known.settled.get(parsed.rows_hash())
    if decided == ReviewItem.State.TAKEN:
        words = _("người phụ trách đã nhận bản của nguồn; bản sửa tay còn trong lịch sử")
        return Outcome(Action.CHANGE, version=target, reason=words)
    if decided == ReviewItem.State.REJECTED:
        return Outcome(Action.KEEP, version=target, reason=_("người phụ trách giữ bản sửa tay"))
    return _queue(
        ReviewItem.Reason.EDITED,
        _(
            "bản đang công bố đã sửa tay, nguồn nay đổi nội dung: chọn “đã nhận” thì lần nhập sau lấy bản "
            "của nguồn, chọn “đã bỏ” thì giữ bản sửa tay"
        ),
    )


def _draft(known: Known) -> Outcome | None:
    if any(version.has_unpublished_changes for version in known.versions):
        return _queue(ReviewItem.Reason.OPEN_DRAFT, _("đang có bản nháp chưa xuất bản; không ghi đè"))
    return None


def _is_older(parsed: ParsedProcedure, current: ProcedureVersion) -> bool:
    signed = parsed.decision.signed_on if parsed.decision else None
    stored = current.decision.signed_on if current.decision else None
    return bool(signed and stored and signed < stored)


def _queue(reason: str, words: str) -> Outcome:
    return Outcome(Action.QUEUE, reason=words, queue_reason=reason)
