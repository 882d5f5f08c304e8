"""What an article needs to be published."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from home.news.body import pasted_files
from home.news.models.story import LONGEST_LEAD
from portal.core import clock
from portal.editorial.requirements import Requirement
from portal.editorial.requirements import register as register_requirement
from portal.library.models import PortalDocument
from portal.library.public_use import is_public

PASTED = _(
    "Bài dán đường dẫn tới một tệp mà người dân chưa mở được. Thêm phần “Tệp kèm theo” rồi chọn tệp ấy."
)
ARTICLE, NOTICE, BANNER = "news.articlepage", "news.noticepage", "news.emergencybanner"


def has_lead(page: Any, day: date) -> bool:
    """There is an opening sentence."""
    return bool(page.lead.strip())


def lead_is_short(page: Any, day: date) -> bool:
    """At most sixty words, of which Vietnamese writes each syllable by itself."""
    return len(page.lead.split()) <= LONGEST_LEAD


def lead_is_text(page: Any, day: date) -> bool:
    """No tags in the opening sentence: it stands in lists and feeds."""
    return strip_tags(page.lead) == page.lead


def has_body(page: Any, day: date) -> bool:
    """There is something to read."""
    return len(page.body) > 0


def files_open(page: Any, day: date) -> bool:
    """Every file of the library to which the text links by its address can be opened by readers."""
    keys = pasted_files(page)
    found = PortalDocument.objects.filter(pk__in=keys) if keys else ()
    return len(found) == len(keys) and all(is_public(file) for file in found)


def source_is_named(page: Any, day: date) -> bool:
    """An address or a day of an original without the name of its source says nothing to readers."""
    return bool(page.source_name.strip()) or not (page.source_url or page.source_day)


def has_end(page: Any, day: date) -> bool:
    """A notice has a last day."""
    return page.ends_on is not None


def has_its_facts(page: Any, day: date) -> bool:
    """What the kind of a notice cannot do without is there."""
    return not page.lacks()


def people_have_a_term(page: Any, day: date) -> bool:
    """What names people ends on a day, by itself."""
    return not page.names_people or page.public_until is not None


def deadline_is_within(page: Any, day: date) -> bool:
    """Nobody can hand in what is due after the notice is over."""
    return not (page.submit_until and page.ends_on) or page.submit_until <= page.ends_on


def register() -> None:
    """Called once when the application starts."""
    for label in (ARTICLE, NOTICE):
        _register_story(label)
    _register_notices()
    words = _("Nhập giờ hết hiệu lực, sau lúc này.")
    register_requirement(Requirement("banner-end", BANNER, "expires_at", words, "", banner_ends))
    words = _("Chọn ít nhất một vùng hoặc một xã, phường.")
    register_requirement(Requirement("banner-reach", BANNER, "areas", words, "", banner_reaches))
    register_requirement(
        Requirement(
            "news-source", ARTICLE, "source_name", _("Ghi tên nguồn của bài gốc."), "", source_is_named
        )
    )


def banner_ends(banner: Any, day: date) -> bool:
    """A banner ends by itself, at an hour to come."""
    return banner.expires_at is not None and banner.expires_at > clock.now()


def banner_reaches(banner: Any, day: date) -> bool:
    """One that is for chosen places has some; an area without communes is none."""
    return banner.reach != banner.Reach.CHOSEN or len(banner.reaches() - {banner.agency_id}) > 0


def _register_notices() -> None:
    term = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15; khoản 1 Điều 23 NĐ 224/2026/NĐ-CP"
    rules = (
        ("notice-end", "ends_on", _("Nhập ngày hết hiệu lực."), "", has_end),
        (
            "notice-facts",
            "notice_kind",
            _("Loại thông báo này còn thiếu nội dung phải có."),
            "",
            has_its_facts,
        ),
        (
            "notice-people",
            "public_until",
            _("Có tên người: nhập thời hạn công khai."),
            term,
            people_have_a_term,
        ),
        ("notice-deadline", "submit_until", _("Hạn nộp sau ngày hết hiệu lực."), "", deadline_is_within),
    )
    for code, field, message, article, holds in rules:
        register_requirement(Requirement(code, NOTICE, field, message, article, holds))


def _register_story(label: str) -> None:
    rules = (
        ("lead", "lead", _("Viết sapo: một, hai câu nói việc chính."), has_lead),
        ("lead-length", "lead", _("Sapo dài quá 60 chữ: rút gọn."), lead_is_short),
        ("lead-text", "lead", _("Sapo chỉ có chữ: bỏ các thẻ định dạng."), lead_is_text),
        ("body", "body", _("Bài chưa có nội dung."), has_body),
        ("files", "body", PASTED, files_open),
    )
    for code, field, message, holds in rules:
        register_requirement(Requirement(f"{label}-{code}", label, field, message, "", holds))
