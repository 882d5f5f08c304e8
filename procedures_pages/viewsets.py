"""The editors' side of the catalogue: records in the one viewset of records, reference data beside them."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.editorial.access import OwnedPolicy
from portal.editorial.record_views import OwnedRecordViewSet
from procedures_pages.models import (
    AnnouncingDecision,
    GatewayTemplate,
    LocalFields,
    PerformerException,
    ProcedureField,
    ProcedureGuide,
    ProcedureVersion,
    ReviewItem,
)


class VersionViewSet(OwnedRecordViewSet):
    """Versions: the legal text, its rows and its interval."""

    model = ProcedureVersion
    icon = "doc-full-inverse"
    menu_label = _("Phiên bản thủ tục")
    list_display = ["name", "procedure", "decision", "effective_from", UpdatedAtColumn()]
    list_filter = ["field", "summary_only", "online_level"]
    search_fields = ["name", "procedure__code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what each line shows, so that a list costs the same however long it is."""
        return super().get_queryset(request).select_related("procedure", "decision")


def named(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Records about procedures, with the names that their lists show."""
    versions = ProcedureVersion.objects.filter(procedure=OuterRef("procedure")).order_by("-live", "-pk")
    return rows.annotate(
        name_of_procedure=Coalesce(Subquery(versions.values("name")[:1]), Value(""), output_field=TextField())
    )


class GuideViewSet(OwnedRecordViewSet):
    """Plain explanations."""

    model = ProcedureGuide
    icon = "help"
    menu_label = _("Giải thích dễ hiểu")
    list_display = ["procedure_name", "summary", "locale", UpdatedAtColumn()]
    search_fields = ["summary", "procedure__code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the procedure's name and the language of each line."""
        return named(super().get_queryset(request)).select_related("procedure", "locale")


class LocalFieldsViewSet(OwnedRecordViewSet):
    """What agencies add to procedures."""

    model = LocalFields
    icon = "home"
    menu_label = _("Thông tin tại đơn vị")
    list_display = ["procedure_name", "agency", "confirmed_on", UpdatedAtColumn()]
    list_filter = ["agency"]
    search_fields = ["procedure__code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the procedure's name and the agency of each line."""
        return named(super().get_queryset(request)).select_related("procedure", "agency")


class _ReferenceViewSet(SnippetViewSet):
    """Reference data: plain rows without drafts; nothing is copied."""

    copy_view_enabled = False

    @property
    def permission_policy(self) -> OwnedPolicy:
        """The one policy."""
        return OwnedPolicy(self.model)


class DecisionViewSet(_ReferenceViewSet):
    """Announcing decisions with what each line does."""

    model = AnnouncingDecision
    icon = "doc-full"
    menu_label = _("Quyết định công bố")
    list_display = ["number", "issuer", "signed_on", "effective_on", "published_on"]
    search_fields = ["number", "issuer"]
    panels = [
        FieldPanel("number", help_text=_("Đúng như trên văn bản. Ví dụ: 2296/QĐ-UBND.")),
        FieldPanel("issuer", help_text=_("Cơ quan ký ban hành. Ví dụ: Chủ tịch UBND tỉnh Nghệ An.")),
        FieldPanel("signed_on", help_text=_("Ngày ghi trên văn bản.")),
        FieldPanel("effective_on", help_text=_("Ngày văn bản có hiệu lực; có thể trước hoặc sau ngày ký.")),
        FieldPanel(
            "published_on", help_text=_("Ngày công khai trên Cơ sở dữ liệu quốc gia về thủ tục hành chính.")
        ),
        FieldPanel("received_on", help_text=_("Ngày văn bản đến cơ quan; dùng để tính hạn niêm yết.")),
        FieldPanel("document", help_text=_("Tệp PDF đã ký số.")),
    ]


class FieldViewSet(_ReferenceViewSet):
    """Fields of administration."""

    model = ProcedureField
    icon = "tag"
    menu_label = _("Lĩnh vực")
    list_display = ["name", "code"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("code")]


class GatewayViewSet(_ReferenceViewSet):
    """Link templates of the national and other portals."""

    model = GatewayTemplate
    icon = "link-external"
    menu_label = _("Liên kết cổng dịch vụ công")
    list_display = ["action", "target", "label", "url_template", "valid_from", "valid_to"]
    panels = [
        FieldPanel("action", help_text=_("Việc mà nút bấm dẫn tới: nộp hồ sơ, tra cứu…")),
        FieldPanel("target", help_text=_("Cổng mà nút bấm dẫn tới.")),
        FieldPanel("label", help_text=_("Chữ trên nút: động từ trước, không quá bốn từ.")),
        FieldPanel(
            "url_template",
            help_text=_("Địa chỉ có chỗ trống như {uuid}, {code}; hệ thống điền khi hiện nút."),
        ),
        FieldPanel("order", help_text=_("Số nhỏ đứng trước.")),
        FieldPanel("valid_from", help_text=_("Dùng từ ngày này.")),
        FieldPanel("valid_to", help_text=_("Dùng đến hết ngày trước ngày này; chưa biết thì để trống.")),
        FieldPanel("source", help_text=_("Nơi biết được địa chỉ này.")),
    ]


class ExceptionViewSet(_ReferenceViewSet):
    """Agencies that perform a procedure although their class does not, or the other way round."""

    model = PerformerException
    icon = "group"
    menu_label = _("Ngoại lệ về cơ quan")
    list_display = ["agency", "procedure", "kind", "reason"]
    list_filter = ["kind", "agency"]
    panels = [
        FieldPanel("agency"),
        FieldPanel("procedure"),
        FieldPanel("kind", help_text=_("Có làm hay không làm thủ tục này.")),
        FieldPanel("reason", help_text=_("Căn cứ của ngoại lệ: văn bản phân cấp, ủy quyền…")),
    ]


class NothingIsAdded(OwnedPolicy):
    """For rows that only importers make: people settle them, nobody types a new one."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """As the model's permissions say, but for adding."""
        return action != "add" and bool(super().user_has_permission(user, action))


class ReviewViewSet(_ReferenceViewSet):
    """What importers left for a person to decide."""

    model = ReviewItem
    icon = "warning"
    menu_label = _("Hàng chờ xem")
    list_display = ["code", "reason", "state", "created_at"]
    list_filter = ["reason", "state"]
    search_fields = ["code", "name"]
    panels = [
        FieldPanel("code", read_only=True),
        FieldPanel("name", read_only=True),
        FieldPanel("reason", read_only=True),
        FieldPanel("detail", read_only=True),
        FieldPanel("state", help_text=_("Chọn “đã nhận” khi đã nhập vào, “đã bỏ” khi không dùng.")),
    ]

    @property
    def permission_policy(self) -> NothingIsAdded:
        """The model's permissions without adding."""
        return NothingIsAdded(self.model)


class CatalogueGroup(SnippetViewSetGroup):
    """The menu "Thủ tục"."""

    menu_label = _("Thủ tục")
    menu_name = "procedures"
    menu_icon = "clipboard-list"
    menu_order = 150
    items: Any = (
        VersionViewSet,
        GuideViewSet,
        LocalFieldsViewSet,
        DecisionViewSet,
        ReviewViewSet,
        FieldViewSet,
        ExceptionViewSet,
        GatewayViewSet,
    )
