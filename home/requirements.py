"""What the pages of this app need to be published."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.editorial import access
from portal.editorial.requirements import Requirement
from portal.editorial.requirements import register as register_requirement


def agency_can_be_reached(page: Any, day: date) -> bool:
    """The register holds an address, and a telephone number or an e-mail address."""
    agency = access.owner(page)
    return agency is not None and bool(agency.address) and bool(agency.phone or agency.email)


def register() -> None:
    """Called once when the application starts."""
    register_requirement(
        Requirement(
            "agency-contact",
            "home.contactpage",
            "",
            _("Cơ quan chưa có địa chỉ, điện thoại hoặc thư điện tử: nhập ở danh bạ cơ quan trước."),
            "Luật Tiếp cận thông tin 01/2026/QH16 Điều 17 khoản 1 điểm u",
            agency_can_be_reached,
            may_be_not_applicable=True,
            for_people=True,
        )
    )
