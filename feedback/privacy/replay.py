"""After an older copy was restored: erases again what the ledger names.

What was erased once was due or wished for; that the copy shows it open, held or sealed changes nothing, so it
is ended and released first, through the same table as everything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from feedback.models import Case, DataRequest
from feedback.privacy import erasing, ledger, requests
from feedback.services import Actor, act
from feedback.states import ANSWERED_STATES, ENDED, Action, State


@dataclass(slots=True)
class Replayed:
    """``erased`` again; ``done``: erased already; ``unknown``: not in this copy (it came after it)."""

    erased: list[str] = field(default_factory=list)
    done: int = 0
    unknown: int = 0


def replay(files: Iterable[Path], dry_run: bool = False) -> Replayed:
    """Erase what the lines of these copies of the ledger name; run again it finds nothing left.

    Raises OSError and :class:`feedback.privacy.ledger.UnreadableLedger` before anything is done.
    """
    result = Replayed()
    for line in list(ledger.read(files)):
        todo = _case(line) if line.kind == "case" else _request(line)
        if todo is None:
            result.unknown += 1
        elif not todo:
            result.done += 1
        else:
            result.erased.append(f"{line.kind} {line.number}")
            if not dry_run:
                _erase(line)
    return result


def _case(line: ledger.Line) -> bool | None:
    """Whether a case is still to be erased; None where this copy has another one, or none, of its number."""
    case = Case.objects.filter(pk=line.number).first()
    if case is None:
        return None
    if case.anonymised_at is not None:
        return False
    return True if erasing.mark(case) == line.mark else None


def _request(line: ledger.Line) -> bool | None:
    row = DataRequest.objects.filter(pk=line.number).first()
    if row is None or ledger.mark_of("request", row.mark) != line.mark:
        return None
    return row.erased_at is None


def _erase(line: ledger.Line) -> None:
    if line.kind == "request":
        requests.erase(line.number, erasing.REPLAY)
        return
    system, reason = Actor.system(), _("Đã xóa trước khi phục hồi bản sao lưu.")
    case = Case.objects.get(pk=line.number)
    if case.legal_hold:
        case = act(case, Action.RELEASE, system, reason=reason)
    if case.state == State.SEALED:
        case = act(case, Action.CLOSE, system)
    elif case.state not in ENDED | ANSWERED_STATES:
        case = act(case, Action.REMOVE, system, reason=reason)
    act(case, Action.ANONYMISE, system, why=erasing.REPLAY)
