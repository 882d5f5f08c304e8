"""Addresses, menu entries, steps, jobs and work of the day of the workflow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import TaskState
from wagtail.snippets.action_menu import ActionMenuItem as SnippetActionMenuItem

from portal.agencies.provisioning import Step, register_step
from portal.core.audit_events import register_names
from portal.core.jobs import register_job
from portal.core.public_term import floor_of
from portal.editorial import access, rules, wagtail_doors, whole_forms
from portal.editorial.corrections import register as corrections
from portal.editorial.reviews import register as reviews
from portal.editorial.roles import ROLES
from portal.editorial.services import MACHINE, SCHEDULE, register_hold, scheduled
from portal.editorial.today import Item, Source, group_of, register_source
from portal.editorial.today.links import icon_of
from portal.editorial.workflow import emergency, review, setup
from portal.publication.registry import name_roles

if TYPE_CHECKING:
    from portal.agencies.models import Agency

MOST = 50
_APPROVING = frozenset(role.code for role in ROLES.values() if role.approver) | {
    "leader",
    "centre_director",
    "procedure_controller",
}


def _urls() -> list[Any]:
    from portal.editorial.workflow import views

    return [
        path("duyet/<int:pk>/", views.ReviewView.as_view(), name="review"),
        path("duyet/<int:pk>/xem/", views.PreviewView.as_view(), name="review_preview"),
        path("duyet-sau/<int:pk>/", views.AfterwardsView.as_view(), name="review_afterwards"),
        path("van-ban-duyet/<int:type_id>/<int:pk>/", views.PaperView.as_view(), name="review_paper"),
        path("dang-khan/<int:type_id>/<int:pk>/", views.EmergencyView.as_view(), name="publish_now"),
        path(
            "khong-ap-dung/<int:type_id>/<int:pk>/<str:code>/",
            views.NotApplicableView.as_view(),
            name="not_applicable",
        ),
        path("vang-mat/", views.AbsencesView.as_view(), name="absences"),
    ]


class _AbsencesItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        """For who approves something, of others' or in their stead."""
        return bool(access.roles_of(request.user) & _APPROVING)


def _absences_item() -> MenuItem:
    return _AbsencesItem(
        gettext_lazy("Tôi vắng mặt"), reverse("absences"), name="absences", icon_name="date", order=800
    )


class Link:
    """An entry of the editor's action menu that leads to a screen about the thing."""

    view = ""

    def is_shown(self, context: dict[str, Any]) -> bool:
        """For a draft that is stored, to whoever may write it."""
        thing = self._thing(context)
        return thing is not None and access.may_change(context["request"].user, thing)

    def get_url(self, context: dict[str, Any]) -> str:
        """The screen's address."""
        thing = self._thing(context)
        kind = ContentType.objects.get_for_model(thing, for_concrete_model=False)
        return reverse(self.view, args=[kind.pk, thing.pk])

    @staticmethod
    def _thing(context: dict[str, Any]) -> Any:
        thing = context.get("page") or context.get("instance")
        return thing if thing is not None and thing.pk else None


class _PaperItem(Link, ActionMenuItem):
    name, label, view = "paper", gettext_lazy("Đã duyệt tại văn bản…"), "review_paper"
    icon_name = "doc-full"


class _EmergencyItem(Link, ActionMenuItem):
    name, label, view = "emergency", gettext_lazy("Đăng khẩn, duyệt sau…"), "publish_now"
    icon_name = "warning"


class _RecordPaperItem(Link, SnippetActionMenuItem):
    name, label, view = "paper", gettext_lazy("Đã duyệt tại văn bản…"), "review_paper"
    icon_name = "doc-full"


class _RecordEmergencyItem(Link, SnippetActionMenuItem):
    name, label, view = "emergency", gettext_lazy("Đăng khẩn, duyệt sau…"), "publish_now"
    icon_name = "warning"


def approvals(user: Any, agency: Agency | None, day: date) -> Sequence[Item]:
    """What waits for this person's approval, oldest first; one tap opens it, the second approves.

    What was submitted, and what was published in an emergency: that is to be settled within 24 hours.
    """
    states = list(review.submitted_by_others(user))
    urgent = list(emergency.open_rows_with_title().exclude(published_by=user))
    things = [review.thing_of(state.revision) for state in states] + [review.thing_of(row) for row in urgent]
    mine = review.reviewable(user, things)
    waiting = [_to_approve(state) for state in states if review.thing_of(state.revision) in mine]
    late = [_afterwards(row, day) for row in urgent if review.thing_of(row) in mine]
    return waiting[:MOST] + late[:MOST]


def _to_approve(state: TaskState) -> Item:
    revision = state.revision
    author = revision.user.get_full_name() if revision.user else _("Không rõ người gửi")
    return Item(
        group="waiting",
        icon=icon_of(revision.content_type),
        title=revision.object_str,
        detail=_("%(person)s gửi duyệt") % {"person": author},
        due=state.started_at,
        url=reverse("review", args=[state.pk]),
        action=_("Đọc, duyệt"),
        main=True,
    )


def _afterwards(row: Any, day: date) -> Item:
    return Item(
        group=group_of(row.due_at, day) or "week",
        icon="warning",
        title=_("Duyệt sau: %(title)s") % {"title": row.title},
        detail=_("Đã đăng khẩn: %(reason)s") % {"reason": row.reason},
        due=row.due_at,
        url=reverse("review_afterwards", args=[row.pk]),
        action=_("Xem, duyệt"),
        main=True,
    )


def _still_posted(obj: Any, day: date) -> str:
    """Why a posting must stay: its least duration is not over (thời hạn niêm yết)."""
    floor = floor_of(obj)
    return f"{floor.reason} ({floor.article})" if floor is not None and day < floor.day else ""


def _local_draft() -> SafeString:
    """The script that keeps a draft on the editor's machine, with its words."""
    words = {
        "found": _("Trên máy này có bản viết dở lúc %s, chưa được lưu lên Cổng."),
        "take": _("Lấy lại bản viết dở"),
        "drop": _("Bỏ bản ấy"),
        "failed": _("Chưa lấy lại được: kiểm tra đường truyền rồi bấm lại. Bản viết dở vẫn còn trên máy."),
    }
    source = static("editorial/local-draft.js")
    return json_script(words, "local-draft-words") + format_html('<script src="{}" defer></script>', source)


def register() -> None:
    """Called once when the application starts."""
    wagtail_doors.install()
    corrections.register()
    reviews.register()
    rules.register_common()
    whole_forms.register()
    register_hold("minimum-posting", _still_posted)
    register_job("publish_scheduled", scheduled.job, 60)
    name_roles({MACHINE: gettext_lazy("Máy chủ"), SCHEDULE: gettext_lazy("Hẹn giờ")})
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_settings_menu_item", _absences_item)
    hooks.register("insert_editor_js", _local_draft)
    hooks.register("register_page_action_menu_item", lambda: _PaperItem(order=60))
    hooks.register("register_page_action_menu_item", lambda: _EmergencyItem(order=70))
    hooks.register("register_snippet_action_menu_item", lambda model: _RecordPaperItem(order=60))
    hooks.register("register_snippet_action_menu_item", lambda model: _RecordEmergencyItem(order=70))
    register_step(Step("workflow", setup.run_for, setup.incomplete, order=20))
    register_job("emergency_overdue", emergency.report_overdue, 300)
    register_names(
        {
            "emergency.published": gettext_lazy("Đăng trước, duyệt sau"),
            "emergency.overdue": gettext_lazy("Quá hạn duyệt sau"),
        }
    )
    register_source(Source("approvals", gettext_lazy("Chờ duyệt"), approvals))
