"""The rules that every door passes before anything becomes public, changes or goes away.

In this order: permission, the second pair of eyes, what a record points at, requirements. They are asked here
and nowhere else; ``tests/editorial/test_doors.py`` walks every door against every rule.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from portal.core.clock import today
from portal.core.records import Record
from portal.editorial import access, requirements
from portal.editorial.requirements import Failure
from portal.editorial.services import approval
from portal.editorial.services.acting import Actor
from portal.editorial.services.refusal import PublishRefused

Hold = Callable[[Any, date], str]
_holds: dict[str, Hold] = {}


def register_hold(key: str, hold: Hold) -> None:
    """Let ``hold(obj, day)`` say why a thing must stay public (a minimum posting); empty: it need not."""
    _holds[key] = hold


def before_publish(obj: Any, revision: Any, actor: Actor, *, day: date | None = None) -> None:
    """Raise PermissionDenied or PublishRefused unless ``obj`` may be published as ``revision`` has it.

    ``day`` is the day on which it goes public (a schedule), else today.
    """
    if actor.is_person and not _permitted(obj, actor):
        raise PermissionDenied(_("Anh/chị không có quyền công khai mục này."))
    failures: list[Failure] = []
    if actor.is_person and (missing := approval.missing(obj, revision, actor)):
        failures.append(missing)
    failures += _lost_references(obj)
    failures += requirements.failing(obj, day, laid_out=actor.laid_out)
    if failures:
        raise PublishRefused(obj, failures)


def _permitted(obj: Any, actor: Actor) -> bool:
    """A deputy, or the province for an agency whose people are away, publishes by a valid approval; what
    cannot wait, whoever may write it.
    """
    if actor.approval is not None and actor.approval.approver_id == actor.user.pk:
        return True
    if actor.emergency:
        return access.may_change(actor.user, obj)
    return access.may_publish(actor.user, obj)


def _lost_references(obj: Any) -> list[Failure]:
    """A revision of a record may point at what was deleted since."""
    if isinstance(obj, Record):
        try:
            obj.check_references()
        except ValidationError as error:
            return [Failure("references", "", message, "") for message in error.messages]
    return []


def before_withdraw(obj: Any, actor: Actor, *, ended: bool = False) -> None:
    """Raise PermissionDenied or PublishRefused unless a public thing may be taken away.

    ``ended``: its own day has come (expiry); only a hold can keep it then.
    """
    if actor.is_person and not ended and not access.may_publish(actor.user, obj):
        raise PermissionDenied(_("Anh/chị không có quyền rút mục này xuống."))
    reasons = [reason for hold in _holds.values() if (reason := hold(obj, today()))]
    if reasons:
        failures = [Failure(code="must-stay", field="", message=reason, article="") for reason in reasons]
        raise PublishRefused(obj, failures)


def before_move(obj: Any, parent: Any, actor: Actor) -> None:
    """Raise PermissionDenied unless a public page may be shown under another address."""
    if actor.is_person and not (
        access.may_publish(actor.user, obj) and access.may_publish(actor.user, parent)
    ):
        raise PermissionDenied(_("Anh/chị không có quyền chuyển mục đang công khai này."))
