"""Articles for tests: published by the service that officials use."""

from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Locale

from home.news.models import ArticlePage
from portal.editorial.services import publish
from portal.library.models import PortalImage
from tests.world import World

ROLE = "kiem-thu"
LEAD = "Từ ngày 15/10, người dân nộp hồ sơ ở xã, phường thuận tiện nhất trong tỉnh."


def draft(world: World, title: str, code: str = "17951", **values: Any) -> ArticlePage:
    """An article of an agency, not public."""
    values = {"lead": LEAD, "body": [("paragraph", f"<p>Nội dung của {title}.</p>")]} | values
    page = ArticlePage(title=title, live=False, locale=Locale.get_default(), **values)
    world.page(code, "tin-tuc").add_child(instance=page)
    return page


def article(world: World, title: str, code: str = "17951", **values: Any) -> ArticlePage:
    """A public article."""
    page = draft(world, title, code, **values)
    publish(page, actor_role=ROLE)
    return ArticlePage.objects.get(pk=page.pk)


def picture(description: str = "Người dân xếp hàng ở bộ phận một cửa", **values: Any) -> PortalImage:
    """A picture of the library, red, 1600 × 900."""
    held = BytesIO()
    Image.new("RGB", (1600, 900), "#8f1d13").save(held, "JPEG")
    image = PortalImage(title="anh", description=description, **values)
    image.file = ImageFile(BytesIO(held.getvalue()), name="anh.jpg")
    image.save()
    return image
