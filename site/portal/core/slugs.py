"""The one slug function: Vietnamese without diacritics, đ as d (Django's own drops it)."""

import re

from portal.core.text import fold

_OTHER = re.compile(r"[^a-z0-9]+")


def slugify_vi(text: str, max_length: int = 80) -> str:
    """``"Đăng ký khai tử"`` → ``"dang-ky-khai-tu"``; cut at a word, never empty ("muc" as a last resort)."""
    slug = _OTHER.sub("-", fold(text).encode("ascii", "ignore").decode()).strip("-")
    if len(slug) > max_length:
        slug = slug[: max_length + 1].rsplit("-", 1)[0][:max_length].strip("-")
    return slug or "muc"
