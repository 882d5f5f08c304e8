"""The doors of the question desk: what a visitor may want, and which fields each of them needs.

One table; the triage page, the forms and the tests read it. What is no door of the desk (khiếu nại, tố cáo,
requests for information) is a guide that says where the lawful way begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from feedback.models import Stream

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NAME, CONTACT, ADDRESS, BUSINESS, PAGE, NATIONAL = (
    "name",
    "contact",
    "address",
    "business",
    "page",
    "national",
)


@dataclass(frozen=True, slots=True)
class Door:
    """One door. ``needs``: the groups of fields that must be filled; ``asks``: those that may be.

    ``stream`` is the desk's stream, whose term and rules hold. ``phrase`` names the thing in a sentence
    ("câu hỏi"), ``heading`` and ``hint`` stand above the text to be written.
    """

    slug: str
    stream: str
    label: StrOrPromise
    about: StrOrPromise
    heading: StrOrPromise
    hint: StrOrPromise
    needs: frozenset[str]
    asks: frozenset[str] = frozenset()

    @property
    def fields(self) -> frozenset[str]:
        """All groups of fields that the form shows."""
        return self.needs | self.asks


@dataclass(frozen=True, slots=True)
class Guide:
    """What the desk does not take: a page that says where to go."""

    slug: str
    label: StrOrPromise
    about: StrOrPromise


PERSON = frozenset({NAME, CONTACT})

QUESTION = Door(
    "cau-hoi",
    Stream.QUESTION,
    _("Hỏi về thủ tục, giấy tờ"),
    _("khai sinh, cư trú, đất đai, trợ cấp, chứng thực…"),
    _("Ông, bà muốn hỏi điều gì?"),
    _("Ghi việc của ông, bà như nói với người quen: ai, ở đâu, đã làm gì, muốn gì."),
    PERSON,
)
COMMENT = Door(
    "gop-y",
    Stream.SUGGESTION,
    _("Góp ý"),
    _("về cách phục vụ, đường, điện, nước, môi trường, việc chung"),
    _("Ông, bà góp ý điều gì?"),
    _("Ghi rõ việc gì, ở đâu, khi nào, và ông, bà đề nghị thế nào."),
    PERSON,
)
BUSINESS_DOOR = Door(
    "doanh-nghiep",
    Stream.BUSINESS,
    _("Doanh nghiệp, hộ kinh doanh, nhà đầu tư hỏi"),
    _("có hạn trả lời riêng; hỏi được bằng tiếng Anh"),
    _("Doanh nghiệp muốn hỏi điều gì?"),
    _("Ghi dự án hoặc ngành nghề, nơi thực hiện, vướng ở bước nào."),
    PERSON | {BUSINESS},
)
RULE = Door(
    "quy-dinh",
    Stream.RULE_FEEDBACK,
    _("Phản ánh, kiến nghị về một quy định hành chính"),
    _("quy định không hợp lý, trái nhau; cách làm phiền hà, chậm trễ"),
    _("Ông, bà phản ánh, kiến nghị điều gì?"),
    _("Ghi tên văn bản, điều khoản hoặc thủ tục nếu biết; vướng ở đâu; nên sửa thế nào. Viết tiếng Việt."),
    PERSON | {ADDRESS},
    frozenset({NATIONAL}),
)
PAGE_PROBLEM = Door(
    "loi-trang",
    Stream.PAGE_PROBLEM,
    _("Trang này có lỗi"),
    _("liên kết hỏng, không đọc được, không dùng được"),
    _("Trang có lỗi gì?"),
    _("Ghi ông, bà đang làm gì, thấy gì, dùng điện thoại hay máy tính."),
    frozenset({CONTACT}),
    frozenset({NAME, PAGE}),
)
WRONG_INFORMATION = Door(
    "thong-tin-sai",
    Stream.WRONG_INFORMATION,
    _("Thông tin trên cổng không đúng"),
    _("phí, giấy tờ, địa chỉ, ngày giờ, văn bản…"),
    _("Thông tin nào không đúng?"),
    _("Ghi chỗ sai và thông tin đúng nếu biết. Trả lời chậm nhất 10 ngày; sai thì đính chính tại trang đó."),
    PERSON | {PAGE},
)

DOORS = (QUESTION, COMMENT, BUSINESS_DOOR, RULE, WRONG_INFORMATION, PAGE_PROBLEM)

INFORMATION_REQUEST = Guide(
    "yeu-cau-thong-tin",
    _("Yêu cầu cung cấp thông tin, tài liệu"),
    _("xem hoặc lấy bản sao văn bản, hồ sơ cơ quan đang giữ"),
)
COMPLAINT = Guide(
    "khieu-nai-to-cao",
    _("Khiếu nại, tố cáo"),
    _("quyết định, việc làm xâm phạm quyền lợi; hành vi trái pháp luật của người có chức vụ"),
)
GUIDES = (INFORMATION_REQUEST, COMPLAINT)

_BY_SLUG = {door.slug: door for door in DOORS}
_GUIDES = {guide.slug: guide for guide in GUIDES}


def door(slug: str) -> Door | None:
    """The door at this part of the address."""
    return _BY_SLUG.get(slug)


def guide(slug: str) -> Guide | None:
    """The guide at this part of the address."""
    return _GUIDES.get(slug)
