"""What the catalogue's records need to be published."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.editorial.requirements import Requirement
from portal.editorial.requirements import register as register_requirement

SHORTEST_SUMMARY = 10


def has_name(version: Any, day: date) -> bool:
    """The legal name."""
    return bool(version.name.strip())


def is_announced(version: Any, day: date) -> bool:
    """A decision with its number and day; a text that was read elsewhere names where it was read."""
    decision = version.decision
    if decision is not None and decision.number.strip() and decision.signed_on:
        return True
    return bool(version.source_name.strip())


def is_summed_up(guide: Any, day: date) -> bool:
    """An explanation begins with a sentence that stands alone; a list of everyday names needs none."""
    explains = any(
        (guide.who, guide.bring, guide.where, guide.how_long, guide.cost, guide.result, guide.tips)
    )
    return not explains or len(guide.summary.strip()) >= SHORTEST_SUMMARY


def says_something(local: Any, day: date) -> bool:
    """At least one of the things that an agency may add."""
    return any((local.place, local.hours, local.officer, local.phone, local.note))


def register() -> None:
    """Called once when the application starts."""
    for requirement in (
        Requirement(
            "procedure-name",
            "procedures_pages.procedureversion",
            "name",
            _("Nhập tên thủ tục."),
            "NĐ 63/2010/NĐ-CP Điều 8 khoản 2",
            has_name,
        ),
        Requirement(
            "procedure-decision",
            "procedures_pages.procedureversion",
            "decision",
            _("Chọn quyết định công bố có số và ngày ký, hoặc ghi nguồn."),
            "NĐ 63/2010/NĐ-CP Điều 13, 15",
            is_announced,
        ),
        Requirement(
            "guide-summary",
            "procedures_pages.procedureguide",
            "summary",
            _("Viết một câu tóm tắt, ít nhất 10 ký tự."),
            "",
            is_summed_up,
        ),
        Requirement(
            "local-something",
            "procedures_pages.localfields",
            "place",
            _("Nhập ít nhất một mục: nơi nhận, giờ, cán bộ, điện thoại hoặc ghi chú."),
            "",
            says_something,
        ),
    ):
        register_requirement(requirement)
