"""Every screen of the editors' side, found by walking the resolver, and what can be read on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polib
import wagtail
import wagtail_localize
from django.urls import URLPattern, URLResolver, get_resolver

# Words that are the same in Vietnamese, or names.
_SAME = """
wagtail javascript html http https url xlsx csv pdf doc docx xls ods odt zip json svg png jpg jpeg gif
word webp avif heic wifi api utc gmt shift ctrl alt enter esc cmd tab home end slug web excel
"""
ALLOWED = frozenset(re.findall(r"\w+", _SAME))
# What Wagtail writes into its templates as it is: a list's hidden search button, a hidden counter.
# And a hidden button of its date picker.
HARD_CODED = {"Search", "None", "Save Selected"}
# The name of a model as developers write it: home.contactpage
DOTTED = re.compile(r"\b[a-z_]+\.[a-z_]+\b")
PACKAGES = (Path(wagtail.__file__).parent, Path(wagtail_localize.__file__).parent)
WORD = re.compile(r"[^\W\d_]{3,}")
# The shape of a Vietnamese syllable written without marks: such a word tells nothing.
SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uy|ya|ye|oai|oao|oay|uay|uoi|uou|uya|uye|ieu|yeu)"
    r"(?:c|ch|m|n|ng|nh|p|t)?"
)
READ_ALOUD = (
    "aria-label",
    "title",
    "placeholder",
    "alt",
    "data-w-progress-active-value",
    "data-tippy-content",
)


def english_words() -> frozenset[str]:
    """The words of all sentences that Wagtail and its parts can show, but those that may be Vietnamese."""
    words: set[str] = set()
    for package in PACKAGES:
        for file in package.rglob("locale/en/LC_MESSAGES/django*.po"):
            for entry in polib.pofile(str(file)):
                words.update(WORD.findall(re.sub(r"%\(\w+\)s|\{\w*\}|<[^>]*>", " ", entry.msgid).lower()))
    return frozenset(word for word in words - ALLOWED if word.isascii() and not SYLLABLE.fullmatch(word))


class _Reader(HTMLParser):
    """Collects what a person sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0
        self.data = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.said += [value for name in READ_ALOUD if (value := found.get(name))]
        if tag == "input" and found.get("type") in ("submit", "button", "reset"):
            self.said.append(found.get("value") or "")
        if tag in ("script", "style"):
            self.silent += 1
            self.data = "props" if found.get("id") == "wagtail-sidebar-props" else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        if self.silent and self.data:
            self.said += _labels(json.loads(data))
        elif not self.silent:
            self.said.append(data)


def _labels(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "label" and isinstance(inner, str):
                yield inner
            yield from _labels(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _labels(inner)


def said(html: str) -> list[str]:
    """The pieces of text of a page, those read aloud among them."""
    reader = _Reader()
    reader.feed(html)
    return [piece.strip() for piece in reader.said if piece.strip()]


def english_in(html: str, words: frozenset[str]) -> list[str]:
    """Pieces of a page that hold an English word, each with the words found."""
    found = []
    for piece in said(html):
        wrong = sorted(set(WORD.findall(DOTTED.sub(" ", piece).lower())) & words)
        if wrong and piece not in HARD_CODED:
            found.append(f"{' '.join(wrong)}: {' '.join(piece.split())[:100]}")
    return sorted(set(found))


@dataclass(frozen=True)
class Screen:
    """An address of the editors' side: its full name, its route, the names of its parts."""

    name: str
    route: str
    parts: tuple[str, ...] = field(default=())

    def address(self, values: dict[str, Any]) -> str:
        """The route with its parts filled in."""
        route = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(values[part[1]]), self.route)
        return "/" + route.replace("^", "").replace("$", "")


def screens() -> list[Screen]:
    """All named addresses below /admin/ whose parts have names."""
    return [screen for screen in _walk(get_resolver(), "", ()) if screen.route.startswith("admin/")]


def _walk(resolver: URLResolver, route: str, namespaces: tuple[str, ...]) -> Iterator[Screen]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, here, inner)
        elif isinstance(pattern, URLPattern) and pattern.name and "(" not in here:
            parts = tuple(getattr(pattern.pattern, "converters", {}))
            yield Screen(":".join((*namespaces, pattern.name)), here, parts)
