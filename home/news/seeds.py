"""News and notices of the demonstration, from ``demo/news.yaml``, and areas for its emergency banners."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from home.models import HomePage
from home.news import areas, demo_files
from home.news.models import AlertArea, ArticlePage, NewsIndexPage, NoticeIndexPage, NoticePage
from home.provisioning import ROLE, source_locale
from portal.agencies.models import Agency
from portal.core import clock
from portal.core.identity import in_sentence
from portal.core.seeds import ALWAYS, SeedContext, register_seed
from portal.core.slugs import slugify_vi
from portal.editorial.services import publish

FILE = Path(__file__).resolve().parent / "demo" / "news.yaml"
NAMESPACE = uuid.UUID("0d1f5c0e-3f0c-4f47-9d2c-3a0a3b6f7a10")
MARK = "Nội dung viết cho bản trình diễn, không phải tin thật."
MORNING = timedelta(hours=8, minutes=30)
HEADED = {
    "first_row_is_table_header": True,
    "first_col_is_header": True,
    "table_header_choice": "both",
}
COLUMNS = ("title", "lead", "unit", "topics", "reference", "place", "contact", "quantity")


def _files(context: SeedContext) -> Iterable[Path]:
    return [FILE]


@transaction.atomic
def _news(context: SeedContext) -> None:
    """Bring articles and notices in line with the file; what an editor has written or changed stays."""
    agencies = {agency.pk: agency for agency in Agency.objects.filter(is_demo=True)}
    owners = dict(HomePage.objects.filter(locale=source_locale()).values_list("path", "agency_id"))
    changed = 0
    for key, index_model, model in (
        ("news", NewsIndexPage, ArticlePage),
        ("notices", NoticeIndexPage, NoticePage),
    ):
        held = {
            (page.path[: -page.steplen], page.slug): page
            for page in model.objects.filter(locale=source_locale()).select_related("latest_revision")
        }
        for index in index_model.objects.filter(locale=source_locale()):
            agency = agencies.get(owners.get(index.path[: -index.steplen], 0))
            if agency is None:
                continue
            for item in _items(key, agency):
                slug = slugify_vi(item["title"])
                changed += _publish(agency, index, held.get((index.path, slug)) or model(slug=slug), item)
    context.say(_("%d tin, thông báo") % changed)


def _items(key: str, agency: Agency) -> list[dict[str, Any]]:
    """What an agency has: all of its level's, of communes' two, by the agency's number."""
    items: list[dict[str, Any]] = _load()[key][agency.level]
    if agency.level == Agency.Level.COMMUNE:
        items = [items[(agency.pk + step) % len(items)] for step in range(2)]
    facts = {"name": agency.name, "in_name": in_sentence(agency.name)}
    return [item | {key: item[key].format(**facts) for key in ("title", "lead")} for item in items]


@cache
def _load() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


def _publish(agency: Agency, index: Any, page: Any, item: dict[str, Any]) -> bool:
    """Write and publish an item; says whether anything changed. Days count from when it was first made."""
    if page.latest_revision and page.latest_revision.user_id:
        return False
    blocks = list(_blocks(agency, f"{index.pk} {page.slug}", item["body"]))
    values = {key: item[key] for key in COLUMNS if key in item and hasattr(page, key)}
    if "picture" in item:
        values["lead_image"] = demo_files.picture(agency, item["picture"])
    if page.pk is None:
        day = clock.today() - timedelta(days=item["days"])
        page.shown_at = clock.start_of(day) + MORNING
    if isinstance(page, NoticePage):
        first = clock.local(page.shown_at or clock.now()).date() + timedelta(days=item["days"])
        values |= {"notice_kind": item["kind"], "ends_on": first + timedelta(days=item["left"])}
        values["submit_until"] = first + timedelta(days=item["due"]) if "due" in item else None
    same = all(getattr(page, key) == value for key, value in values.items())
    if page.pk is not None and same and page.body.get_prep_value() == blocks:
        return False
    for key, value in values.items():
        setattr(page, key, value)
    # From raw data, so that the blocks keep their identifiers.
    page.body = page._meta.get_field("body").stream_block.to_python(blocks)
    if page.pk is None:
        page.locale, page.live = source_locale(), False
        index.add_child(instance=page)
    publish(page, actor_role=ROLE)
    return True


def _blocks(agency: Agency, base: str, parts: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """The body as a StreamField stores it, with the mark of the demonstration as its last paragraph."""
    for number, part in enumerate([*parts, {"text": MARK}]):
        kind, value = _block(agency, part)
        yield {"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, f"{base} {number}"))}


def _block(agency: Agency, part: dict[str, Any]) -> tuple[str, Any]:
    if "heading" in part:
        return "heading", part["heading"]
    if "quote" in part:
        return "quote", {"text": part["quote"], "who": part["who"]}
    if "procedure" in part:
        return "procedure", {"code": part["procedure"], "name": part["name"]}
    if "picture" in part:
        image = demo_files.picture(agency, part["picture"])
        return "picture", {"image": image.pk, "caption": part["caption"]}
    if "file" in part:
        return "file", {"document": demo_files.sheet(agency, part["file"], part["lines"]).pk, "name": ""}
    if "table" in part:
        return "table", {"caption": part["table"], "table": {"data": part["rows"]} | HEADED}
    if "list" in part:
        rows = "".join(f"<li>{escape(row, quote=False)}</li>" for row in part["list"])
        return "paragraph", f"<ul>{rows}</ul>"
    return "paragraph", f"<p>{escape(part['text'], quote=False)}</p>"


# The districts of before 1 July 2025 along the river, from its springs to the sea.
ALONG_THE_LAM = (
    "huyện Kỳ Sơn",
    "huyện Tương Dương",
    "huyện Con Cuông",
    "huyện Anh Sơn",
    "huyện Đô Lương",
    "huyện Thanh Chương",
    "huyện Nam Đàn",
    "huyện Hưng Nguyên",
    "huyện Nghi Lộc",
    "thành phố Vinh",
)


def _areas(context: SeedContext) -> None:
    """Old districts, which are facts; and a basin that is a sample."""
    made = areas.from_old_districts()
    made += areas.make(
        "Lưu vực sông Lam (mẫu)",
        AlertArea.Kind.BASIN,
        areas.communes_of(ALONG_THE_LAM),
        note="Mẫu để thử: lấy mọi xã, phường của các huyện cũ dọc sông. Tỉnh rà lại từng xã trước khi dùng.",
        source="Suy từ địa bàn các huyện cũ, không phải danh sách của cơ quan phòng, chống thiên tai",
    )
    context.say(_("%d vùng cảnh báo") % made)


register_seed("alert-areas", 34, None, _areas, demo=ALWAYS)
register_seed("news", 70, _files, _news, demo=ALWAYS)
