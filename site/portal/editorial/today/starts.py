"""What the editors' side itself offers to begin: files and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.editorial.today.quick import QuickStart, register_quick_start

if TYPE_CHECKING:
    from portal.agencies.models import Agency
    from portal.core.site_request import PortalRequest


def _add_documents(user: Any, agency: Agency | None, portal: PortalRequest) -> str:
    from wagtail.documents.permissions import permission_policy  # loads the models: only once they are ready

    return reverse("wagtaildocs:add_multiple") if permission_policy.user_has_permission(user, "add") else ""


def _add_images(user: Any, agency: Agency | None, portal: PortalRequest) -> str:
    from wagtail.images.permissions import permission_policy

    return reverse("wagtailimages:add_multiple") if permission_policy.user_has_permission(user, "add") else ""


def register() -> None:
    """Called once when the application starts."""
    register_quick_start(
        QuickStart("documents", _("Tải lên tệp PDF đã ký số"), "doc-full-inverse", 10, _add_documents)
    )
    register_quick_start(QuickStart("images", _("Tải lên ảnh"), "image", 30, _add_images))
