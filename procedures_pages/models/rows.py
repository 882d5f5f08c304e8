"""The rows of a version: what the law names as parts of a procedure (NĐ 63/2010 Điều 8 khoản 2).

Every row has a ``key`` that stays the same across versions: differences, votes and local confirmations
hang on it. A key is made from the row's source code where it has one, else from its folded text.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

VERSION = "procedures_pages.ProcedureVersion"


class Row(Orderable):
    """What all rows have: their place and their key."""

    key = models.CharField(max_length=80, editable=False, db_index=False)

    class Meta(Orderable.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A row typed by hand gets its key from its text; imported rows bring theirs."""
        from procedures_pages.services.keys import fill_key

        fill_key(self)
        super().save(*args, **kwargs)


class Case(Row, ClusterableModel):
    """Trường hợp: one list of papers. A version without cases in its source has one case without a name."""

    version = ParentalKey(VERSION, on_delete=models.CASCADE, related_name="cases")
    name = models.TextField(_("tên trường hợp"), blank=True)

    panels = [FieldPanel("name"), InlinePanel("papers", label=_("Giấy tờ"))]

    class Meta(Row.Meta):
        verbose_name = _("trường hợp")

    def __str__(self) -> str:
        return self.name


class Paper(Row):
    """Giấy tờ: one line of the dossier. ``is_note`` marks notes that the source lists as papers."""

    case = ParentalKey(Case, on_delete=models.CASCADE, related_name="papers")
    name = models.TextField(_("tên giấy tờ"))
    code = models.CharField(_("mã giấy tờ"), max_length=60, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    originals = models.PositiveSmallIntegerField(_("số bản chính"), null=True, blank=True)
    copies = models.PositiveSmallIntegerField(_("số bản sao"), null=True, blank=True)
    required = models.BooleanField(_("bắt buộc"), null=True, blank=True)
    has_electronic_form = models.BooleanField(_("có biểu mẫu điện tử"), null=True, blank=True)
    is_note = models.BooleanField(_("chỉ là ghi chú"), default=False)
    form_key = models.CharField(_("mẫu dùng cho giấy tờ này"), max_length=80, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("originals"),
        FieldPanel("copies"),
        FieldPanel("note"),
        FieldPanel("is_note"),
        FieldPanel("form_key"),
    ]

    class Meta(Row.Meta):
        verbose_name = _("giấy tờ")

    def __str__(self) -> str:
        return self.name


class Method(Row, ClusterableModel):
    """Cách thức: one way of submitting with its time limit and fees.

    ``time_unit`` OTHER means that the number says nothing: the limit is in the text or depends on the case.
    """

    class Channel(models.TextChoices):
        DIRECT = "direct", _("Trực tiếp")
        ONLINE = "online", _("Trực tuyến")
        POSTAL = "postal", _("Bưu chính công ích")
        OTHER = "other", _("Cách khác")

    class Unit(models.TextChoices):
        WORKING_DAY = "working_day", _("ngày làm việc")
        DAY = "day", _("ngày")
        HOUR = "hour", _("giờ")
        MONTH = "month", _("tháng")
        YEAR = "year", _("năm")
        OTHER = "other", _("khác")

    version = ParentalKey(VERSION, on_delete=models.CASCADE, related_name="methods")
    channel = models.CharField(_("cách nộp"), max_length=8, choices=Channel.choices)
    time_value = models.PositiveIntegerField(_("thời hạn"), null=True, blank=True)
    time_unit = models.CharField(_("đơn vị"), max_length=12, choices=Unit.choices, blank=True)
    time_text = models.CharField(_("thời hạn như nguồn ghi"), max_length=500, blank=True)
    description = models.TextField(_("mô tả"), blank=True)

    panels = [
        FieldPanel("channel"),
        FieldPanel("time_value"),
        FieldPanel("time_unit"),
        FieldPanel("time_text"),
        FieldPanel("description"),
        InlinePanel("fees", label=_("Phí, lệ phí")),
    ]

    class Meta(Row.Meta):
        verbose_name = _("cách thức thực hiện")

    def __str__(self) -> str:
        return self.get_channel_display()


class Fee(Row):
    """Phí, lệ phí. ``amount`` is in the smallest unit of ``currency`` as printed (đồng for VND).

    A zero is shown as "không thu" only when ``free_basis`` says on what ground (practice: values that lie).
    """

    class Kind(models.TextChoices):
        FEE = "fee", _("Phí")
        CHARGE = "charge", _("Lệ phí")
        PRICE = "price", _("Mức giá")
        UNKNOWN = "unknown", _("Phí, lệ phí")

    method = ParentalKey(Method, on_delete=models.CASCADE, related_name="fees")
    kind = models.CharField(_("loại"), max_length=8, choices=Kind.choices, default=Kind.UNKNOWN)
    amount = models.PositiveBigIntegerField(_("mức thu"), null=True, blank=True)
    currency = models.CharField(_("đơn vị tiền"), max_length=10, default="VND")
    text = models.TextField(_("mô tả"), blank=True)
    free_basis = models.CharField(_("căn cứ không thu"), max_length=300, blank=True)
    set_locally = models.BooleanField(_("do HĐND tỉnh quy định"), default=False)

    panels = [
        FieldPanel("kind"),
        FieldPanel("amount"),
        FieldPanel("text"),
        FieldPanel("free_basis"),
        FieldPanel("set_locally"),
    ]

    class Meta(Row.Meta):
        verbose_name = _("phí, lệ phí")

    def __str__(self) -> str:
        return self.text or str(self.amount)


class Step(Row):
    """Trình tự: one step, with the case it belongs to when the source says so."""

    version = ParentalKey(VERSION, on_delete=models.CASCADE, related_name="steps")
    case_name = models.CharField(_("trường hợp"), max_length=1000, blank=True)
    text = models.TextField(_("nội dung"))

    panels = [FieldPanel("case_name"), FieldPanel("text")]

    class Meta(Row.Meta):
        verbose_name = _("bước")

    def __str__(self) -> str:
        return self.text[:80]


class Result(Row):
    """Kết quả: what one receives."""

    version = ParentalKey(VERSION, on_delete=models.CASCADE, related_name="results")
    code = models.CharField(_("mã kết quả"), max_length=60, blank=True)
    name = models.TextField(_("tên kết quả"))

    panels = [FieldPanel("name"), FieldPanel("code")]

    class Meta(Row.Meta):
        verbose_name = _("kết quả")

    def __str__(self) -> str:
        return self.name


class CaseTerm(Row):
    """Thời hạn theo trường hợp: the limit that the source gives for one case."""

    version = ParentalKey(VERSION, on_delete=models.CASCADE, related_name="case_terms")
    code = models.CharField(_("mã trường hợp"), max_length=60, blank=True)
    name = models.TextField(_("tên trường hợp"), blank=True)
    value = models.PositiveIntegerField(_("thời hạn"), null=True, blank=True)
    unit = models.CharField(_("đơn vị"), max_length=12, choices=Method.Unit.choices, blank=True)

    panels = [FieldPanel("name"), FieldPanel("value"), FieldPanel("unit"), FieldPanel("code")]

    class Meta(Row.Meta):
        verbose_name = _("thời hạn theo trường hợp")

    def __str__(self) -> str:
        return self.name or self.code


class Form(Row):
    """Mẫu đơn, tờ khai: the name of the form; the file where we hold one, else where the source has it."""

    version = ParentalKey(VERSION, on_delete=models.CASCADE, related_name="forms")
    name = models.CharField(_("tên mẫu"), max_length=500)
    file_name = models.CharField(_("tên tệp ở nguồn"), max_length=500, blank=True)
    document = models.ForeignKey(
        "library.PortalDocument",
        verbose_name=_("tệp"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [FieldPanel("name"), FieldPanel("document"), FieldPanel("file_name")]

    class Meta(Row.Meta):
        verbose_name = _("mẫu đơn, tờ khai")

    def __str__(self) -> str:
        return self.name


class LegalBasis(Row):
    """Căn cứ pháp lý: the document's number and title as the source gives them."""

    version = ParentalKey(VERSION, on_delete=models.CASCADE, related_name="legal_bases")
    number = models.CharField(_("số, ký hiệu"), max_length=200, blank=True)
    title = models.TextField(_("trích yếu"), blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True)

    panels = [FieldPanel("number"), FieldPanel("title"), FieldPanel("issued_on"), FieldPanel("issuer")]

    class Meta(Row.Meta):
        verbose_name = _("căn cứ pháp lý")

    def __str__(self) -> str:
        return self.number or self.title[:80]


class Performer(Row):
    """Cơ quan: who performs, decides, is authorised or takes part, as printed and as classes.

    ``performer_class`` holds the keys of :mod:`portal.agencies.performers`, sorted and joined by commas:
    one printed name can mean several bodies ("Sở Tư pháp, Ủy ban nhân dân cấp xã").
    """

    class Role(models.TextChoices):
        EXECUTING = "executing", _("Cơ quan thực hiện")
        COMPETENT = "competent", _("Cơ quan có thẩm quyền")
        AUTHORISED = "authorised", _("Cơ quan được ủy quyền")
        COORDINATING = "coordinating", _("Cơ quan phối hợp")

    version = ParentalKey(VERSION, on_delete=models.CASCADE, related_name="performers")
    role = models.CharField(_("vai trò"), max_length=12, choices=Role.choices)
    performer_class = models.CharField(_("nhóm cơ quan"), max_length=200, blank=True)
    name = models.CharField(_("tên như nguồn ghi"), max_length=500)

    panels = [FieldPanel("role"), FieldPanel("name"), FieldPanel("performer_class")]

    class Meta(Row.Meta):
        verbose_name = _("cơ quan thực hiện")

    def __str__(self) -> str:
        return self.name


class Applicant(Row):
    """Đối tượng thực hiện: who may apply, as printed and as one of four groups people recognise."""

    class Group(models.TextChoices):
        CITIZEN = "cong-dan", _("Người dân")
        BUSINESS = "doanh-nghiep", _("Doanh nghiệp, hợp tác xã")
        ORGANISATION = "to-chuc", _("Tổ chức khác")
        FOREIGNER = "nguoi-nuoc-ngoai", _("Người, tổ chức nước ngoài")

    version = ParentalKey(VERSION, on_delete=models.CASCADE, related_name="applicants")
    name = models.CharField(_("tên như nguồn ghi"), max_length=300)
    group = models.CharField(_("nhóm"), max_length=20, choices=Group.choices, blank=True)

    panels = [FieldPanel("name"), FieldPanel("group")]

    class Meta(Row.Meta):
        verbose_name = _("đối tượng thực hiện")

    def __str__(self) -> str:
        return self.name
