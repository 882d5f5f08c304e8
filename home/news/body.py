"""The body of a story as templates show it: plain parts, everything that they point at read in few queries.

Paragraphs are cleaned again when they are shown: what an import or a program wrote never met the editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Final
from urllib.parse import urlsplit

import nh3
from django.template.defaultfilters import filesizeformat
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.news import pictures, signed
from home.news.blocks import ANSWER_ADDRESS
from home.news.tables import laid_out
from portal.core.public_term import in_term
from portal.core.site_request import PortalRequest
from portal.library.models import PortalDocument
from portal.publication import registry

TAGS: Final = {"p", "br", "b", "strong", "i", "em", "a", "ol", "ul", "li"}
SCHEMES: Final = {"http", "https", "mailto", "tel"}
FILE_LINK: Final = re.compile(r'href="(?:https?://(?P<host>[^\s/"]+))?/tep/(?P<key>\d{1,18})/')
PAGE_LINK: Final = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
OUTWARD: Final = re.compile(r'<a href="(https?://[^"]*)">(.*?)</a>', re.DOTALL)
NUMBER: Final = re.compile(r'\bid="(\d+)"')
# How the publication log names answered questions (:mod:`feedback.public_objects`).
ANSWER: Final = "feedback.publicquestion"
PLAYED = {"mp4": "video", "webm": "video", "mp3": "audio", "m4a": "audio", "ogg": "audio"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: ``kind`` names what the template does with ``value``."""

    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Shown:
    """A body: its parts, the procedures that it names, its pictures, and how heavy they are.

    ``lead`` is the picture at its head, ``first`` that or else the first of the body.
    """

    parts: list[Part]
    procedures: list[dict[str, str]]
    lead: pictures.Picture | None
    first: pictures.Picture | None
    words: int
    weight: int


def shown(page: Any, portal: PortalRequest) -> Shown:
    """The body of a page on a site: one query each for pictures, files and links, if there are any."""
    blocks = _blocks(page)
    found = _Found(blocks, page, portal)
    parts = [part for kind, value in blocks if (part := found.part(kind, value)) is not None]
    words = sum(len(text.split()) for text in _texts(blocks))
    lead = found.pictures.get(page.lead_image_id)
    weight = sum(picture.weight for picture in found.pictures.values())
    first = _first(page, blocks, found.pictures)
    return Shown(parts, found.procedures(blocks), lead, first, words, weight)


def clean(source: str) -> str:
    """HTML of a paragraph with nothing but what a paragraph may hold."""
    found: str = nh3.clean(source, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None)
    return found


def shown_paragraph(source: str) -> str:
    """:func:`clean`, to be put into a page."""
    return mark_safe(clean(source))


def words(page: Any) -> int:
    """How many words the headings and paragraphs of a page have."""
    return sum(len(text.split()) for text in _texts(_blocks(page)))


def picture_keys(page: Any) -> set[int]:
    """Keys of all pictures of a page: its lead picture, single ones and sets."""
    return {key for key in (page.lead_image_id, *_images(_blocks(page))) if key}


def first_picture(page: Any) -> pictures.Picture | None:
    """The picture at the head of a page, or else the first of its body that can be shown; one query."""
    return _first(page, _blocks(page), pictures.find(picture_keys(page)))


def _first(
    page: Any, blocks: Iterable[tuple[str, Any]], found: Mapping[int, pictures.Picture]
) -> pictures.Picture | None:
    return next((found[key] for key in (page.lead_image_id, *_images(blocks)) if key in found), None)


def _blocks(page: Any) -> list[tuple[str, Any]]:
    """Kind and stored value of each block that says something."""
    return [(block["type"], block["value"]) for block in page.body.raw_data if block.get("value")]


def _texts(blocks: Iterable[tuple[str, Any]]) -> Iterable[str]:
    for kind, value in blocks:
        if kind in ("heading", "subheading", "paragraph"):
            yield re.sub(r"<[^>]+>", " ", str(value))


def pasted_files(page: Any) -> set[int]:
    """Keys of the library's files to which a text links by an address, without having them as files.

    Such a link makes no file public (docs/adr/0015).
    """
    blocks = _blocks(page)
    text = " ".join(str(value) for kind, value in blocks if kind == "paragraph")
    host = urlsplit(page.full_url or "").netloc
    linked = {int(found["key"]) for found in FILE_LINK.finditer(text) if found["host"] in (None, host)}
    return linked - _files(blocks)


def _files(blocks: Iterable[tuple[str, Any]]) -> set[int]:
    return {value.get("document") for kind, value in blocks if kind in ("file", "media")} - {None}


class _Found:
    """What the blocks of one body point at."""

    def __init__(self, blocks: list[tuple[str, Any]], page: Any, portal: PortalRequest) -> None:
        self.portal = portal
        self.pictures = pictures.find([page.lead_image_id, *_images(blocks)])
        keys = _files(blocks)
        documents = PortalDocument.objects.filter(in_term(portal.today), pk__in=keys) if keys else ()
        self.documents = {document.pk: document for document in documents}
        self.pages = _addresses(blocks, portal)
        asked = [
            (ANSWER, number) for kind, value in blocks if kind == "answer" and (number := _answer(value))
        ]
        self.answers = registry.shown(asked, portal) if asked else {}

    def part(self, kind: str, value: Any) -> Part | None:
        """A part; None for what points at something that is gone, or is shown elsewhere."""
        make = getattr(self, f"_{kind}", None)
        made = make(value) if make is not None else None
        return Part(kind, made) if made else None

    def procedures(self, blocks: list[tuple[str, Any]]) -> list[dict[str, str]]:
        """Links to the procedures that the body names, on this site."""
        base = self.portal.section_url("thu-tuc")
        return [
            {"name": str(value.get("name", "")), "url": f"{base}{value['code']}/"}
            for kind, value in blocks
            if kind == "procedure" and base and re.fullmatch(r"\d\.\d{6}", str(value.get("code", "")))
        ]

    def _heading(self, value: Any) -> str:
        return str(value)

    _subheading = _heading

    def _paragraph(self, value: Any) -> str:
        linked = PAGE_LINK.sub(self._link, str(value))
        return mark_safe(OUTWARD.sub(self._outward, clean(linked)))

    def _outward(self, found: re.Match[str]) -> str:
        """A link that leaves the portal says so, as those of blocks do."""
        host = (urlsplit(unescape(found[1])).hostname or "").lower()
        if not host or any(site.hostname == host for site in self.portal.map.sites):
            return found.group()
        words = escape(_("Trang khác: %(host)s") % {"host": host})
        rel = 'rel="external noopener noreferrer"'
        return f'<a href="{found[1]}" {rel}>{found[2]}<span class="sr"> ({words})</span></a>'

    def _link(self, found: re.Match[str]) -> str:
        number = NUMBER.search(found.group())
        address = self.pages.get(int(number.group(1))) if number else None
        return f'<a href="{address}">' if address else "<a>"

    def _picture(self, value: Any) -> dict[str, Any] | None:
        picture = self.pictures.get(value.get("image"))
        return {"picture": picture, "caption": value.get("caption", "")} if picture else None

    def _pictures(self, value: Any) -> dict[str, Any] | None:
        found = [self.pictures[key] for key in _items(value.get("images")) if key in self.pictures]
        return {"pictures": found, "description": value.get("description", "")} if found else None

    def _table(self, value: Any) -> dict[str, Any] | None:
        return laid_out(value)

    def _file(self, value: Any) -> dict[str, Any] | None:
        document = self.documents.get(value.get("document"))
        if document is None:
            return None
        name = value.get("name") or document.title
        said = {"detail": detail(document), "signed": signed.sentence(document.signatures)}
        return {"url": document.url, "name": name, **said}

    def _media(self, value: Any) -> dict[str, Any] | None:
        document = self.documents.get(value.get("document"))
        url = document.url if document else str(value.get("url") or "")
        if not url.startswith(("https://", "http://", "/")):
            return None
        host = url.split("/")[2] if "//" in url else ""
        played = PLAYED.get(document.file_extension.lower(), "") if document else ""
        more = {"host": host, "played": played, "detail": detail(document) if document else ""}
        return {"url": url, "kind": value.get("kind"), "title": value.get("title", ""), **more} | {
            "text": value.get("text", "")
        }

    def _answer(self, value: Any) -> dict[str, str] | None:
        found = self.answers.get((ANSWER, _answer(value)))
        return {"url": found.url, "name": found.title, "language": found.language} if found else None

    def _legal_text(self, value: Any) -> dict[str, str] | None:
        number, url = str(value.get("number", "")), str(value.get("url") or "")
        if not number:
            return None
        if not url.startswith("https://"):
            url = ""
        day = parse_date(str(value.get("issued_on") or "")[:10])
        about = (str(value.get("issuer", "")), date_format(day, "SHORT_DATE_FORMAT") if day else "")
        host = url.split("/")[2] if url else ""
        return {"number": number, "url": url, "host": host, "summary": str(value.get("summary", ""))} | {
            "about": ", ".join(part for part in about if part)
        }

    def _quote(self, value: Any) -> dict[str, str]:
        return {"text": str(value.get("text", "")), "who": str(value.get("who", ""))}


def detail(document: PortalDocument) -> str:
    """ "PDF, 310 KB, 9 trang"."""
    found = [document.file_extension.upper(), filesizeformat(document.file_size)]
    if document.pages:
        found.append(_("%d trang") % document.pages)
    return ", ".join(part for part in found if part)


def _answer(value: Any) -> str:
    """The number of the answer at an address."""
    found = re.match(ANSWER_ADDRESS, str(value.get("address", "")))
    return found[1] if found else ""


def _images(blocks: Iterable[tuple[str, Any]]) -> list[int]:
    found = []
    for kind, value in blocks:
        if kind == "picture":
            found.append(value.get("image"))
        elif kind == "pictures":
            found += _items(value.get("images"))
    return found


def _items(values: Any) -> list[int]:
    """The values of a list block, in either of its stored forms."""
    return [value["value"] if isinstance(value, dict) else value for value in values or ()]


def _addresses(blocks: Iterable[tuple[str, Any]], portal: PortalRequest) -> dict[int, str]:
    """Where the pages stand that paragraphs link to; drafts have no address."""
    tags = [tag for kind, value in blocks if kind == "paragraph" for tag in PAGE_LINK.findall(str(value))]
    keys = {int(number) for tag in tags for number in NUMBER.findall(tag)}
    nodes = {key: portal.url(portal.map.nodes[key]) for key in keys if key in portal.map.nodes}
    left = keys - set(nodes)
    if left:
        for pk, path, slug in Page.objects.filter(pk__in=left, live=True).values_list("pk", "path", "slug"):
            parent = portal.map.by_path.get(path[: -Page.steplen])
            if parent is not None:
                nodes[pk] = portal.url(parent, f"{slug}/")
    return nodes
