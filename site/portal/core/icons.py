"""The icons, from data/icons.svg. An icon never stands alone: words are beside it, or hidden text.

A page carries only the icons it uses: each use is noted on the request, and the page's last line
prints one sprite with them. Without a request (mail, tests) an icon carries its own lines.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

_FILE = Path(__file__).parent / "data" / "icons.svg"
_SYMBOL = re.compile(r'<symbol id="i-([a-z]+)" viewBox="0 0 24 24">(.*?)</symbol>', re.DOTALL)


@cache
def drawings() -> dict[str, str]:
    """Name -> the lines of the icon (SVG elements)."""
    text = _FILE.read_text(encoding="utf-8")
    return {name: re.sub(r">\s+<", "><", lines).strip() for name, lines in _SYMBOL.findall(text)}


def icon(name: str, request: HttpRequest | None = None, *, small: bool = False) -> SafeString:
    """One icon as HTML; an unknown name shows the sign for information, so that a page never breaks."""
    name = name if name in drawings() else "info"
    classes = "i i--s" if small else "i"
    if request is None:
        return mark_safe(
            f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true">{drawings()[name]}</svg>'
        )
    _noted(request)[name] = None
    return mark_safe(f'<svg class="{classes}" aria-hidden="true"><use href="#i-{name}"/></svg>')


def sprite(request: HttpRequest) -> SafeString:
    """The symbols of all icons that were used for this request so far."""
    symbols = "".join(
        f'<symbol id="i-{name}" viewBox="0 0 24 24">{drawings()[name]}</symbol>' for name in _noted(request)
    )
    return mark_safe(f'<svg class="sprite" aria-hidden="true">{symbols}</svg>')


def _noted(request: HttpRequest) -> dict[str, None]:
    noted: dict[str, None] = request.__dict__.setdefault("portal_icons", {})
    return noted
