"""What a merger hands over here: people, what waits, files, days off, corrections, reviews; the log stays."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection

from portal.accounts.models import Handover, Invitation, Membership, User
from portal.agencies.operations.merge import Merge
from portal.core import calendar_changes
from portal.core.clock import today
from portal.core.models import CalendarDay
from portal.core.stamps import bump
from portal.editorial.corrections.service import STAMP
from portal.editorial.models import Absence, Correction, EmergencyPublication, Review
from portal.editorial.roles import activation
from portal.library.models import PortalDocument, PortalImage, SecrecyOverrule
from portal.publication.models import PublicationEntry


def staff(merge: Merge) -> dict[str, int]:
    """Every membership in force or to come is given again at the heir and ended at the old unit."""
    rows = Membership.objects.filter(agency=merge.predecessor, ended_at=None).select_related("user")
    moved, people = 0, set()
    for row in rows.order_by("pk"):
        people.add(row.user_id)
        if row.ends_on is not None and row.ends_on < today():
            continue
        held = Membership.objects.filter(
            user=row.user, agency=merge.heir, role=row.role, ended_at=None
        ).exists()
        if not held:
            activation.give(
                row.user,
                row.role,
                merge.heir,
                by=merge.user,
                starts_on=max(row.starts_on, today()),
                ends_on=row.ends_on,
                decision_number=row.decision_number or merge.act_name[:100],
                fields=row.fields,
            )
        activation.end(row, by=merge.user)
        moved += 1
    for user in User.objects.filter(pk__in=people):
        if user.active_agency_id == merge.predecessor.pk:
            _work_at_the_heir(user, merge)
    return {"memberships": moved, "people": len(people)}


def _work_at_the_heir(user: User, merge: Merge) -> None:
    if Membership.objects.on(today()).filter(user=user, agency=merge.heir).exists():
        activation.activate(user, merge.heir)
    else:
        activation.settle(user)


def waiting(merge: Merge) -> dict[str, int]:
    """What is under way at the old unit goes on at the heir: open invitations, planned handovers, absences,
    what was published in an emergency and refused files that wait for a second person.
    """
    mine = {"agency": merge.predecessor}
    open_ones = {
        "invitations": Invitation.objects.filter(
            **mine, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
        ),
        "handovers": Handover.objects.filter(**mine, done_at=None),
        "absences": Absence.objects.filter(**mine, ends_on__gte=today()),
        "emergencies": EmergencyPublication.objects.filter(**mine, state=EmergencyPublication.State.OPEN),
        "refused_files": SecrecyOverrule.objects.waiting().filter(**mine),
    }
    return {what: rows.update(agency=merge.heir) for what, rows in open_ones.items()}


def calendar(merge: Merge) -> dict[str, int]:
    """Days of the old unit alone, from the day of the merger on, hold for the heir; its own days stay."""
    old, new = merge.predecessor.code, merge.heir.code
    held = {row.day: row for row in CalendarDay.objects.filter(scope=new)}
    edits = []
    for row in CalendarDay.objects.filter(scope=old, day__gte=merge.on):
        twin = held.get(row.day)
        if twin is not None and twin.values() != row.values():
            words = _("Lịch riêng của hai đơn vị ghi khác nhau về ngày này; bản của đơn vị mới giữ nguyên.")
            merge.conflict("calendar", f"{row.day:%d/%m/%Y}", words)
        elif twin is None:
            edits.append(calendar_changes.DayEdit(row.day, new, row))
    if edits:
        calendar_changes.apply(edits, user=merge.user)
    return {"calendar_days": len(edits)}


def files(merge: Merge) -> dict[str, int]:
    """Pictures, documents and folders become the heir's; who issued a document stays as it was written."""
    old, new = merge.predecessor.collection, merge.heir.collection
    counts = {}
    for what, model in (("images", PortalImage), ("documents", PortalDocument)):
        manager = model._default_manager
        counts[what] = manager.filter(agency=merge.predecessor).update(agency=merge.heir)
        if old is None or new is None:
            continue
        inside = manager.filter(collection=old)
        counts[what] = max(counts[what], inside.count())
        inside.update(collection=new)
    if old is not None and new is not None:
        counts["collections"] = _folders(merge, old, new)
    return counts


def _folders(merge: Merge, old: Collection, new: Collection) -> int:
    """The folders that the old unit made below its own."""
    moved = 0
    for folder in list(old.get_children()):
        fresh = Collection.objects.get(pk=folder.pk)
        fresh.move(Collection.objects.get(pk=new.pk), pos="last-child")
        moved += 1
    fresh = Collection.objects.get(pk=old.pk)
    fresh.name = _("%(name)s (đến ngày %(day)s)") % {
        "name": merge.predecessor.name,
        "day": f"{merge.on:%d/%m/%Y}",
    }
    fresh.save(update_fields=["name"])
    return moved


def texts(merge: Merge) -> dict[str, int]:
    """Corrections and review days go with the pages and records that they are about."""
    found = {}
    for what, model in (("corrections", Correction), ("reviews", Review)):
        found[what] = model._default_manager.filter(agency=merge.predecessor).update(agency=merge.heir)
    bump(STAMP)
    return found


def log(merge: Merge) -> dict[str, int]:
    """The lines of the publication log keep the code of who published; what follows has the heir's."""
    kept = PublicationEntry.objects.filter(
        scope_kind=PublicationEntry.Scope.AGENCY, scope=merge.predecessor.code
    )
    return {"log_lines_kept": kept.count()}
