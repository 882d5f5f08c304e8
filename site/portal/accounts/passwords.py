"""Password rules: 12 to 128 characters, nothing that is guessed first.

Sources: OWASP ASVS 5.0 6.2.1, 6.2.4, 6.2.9, 6.2.11; NIST SP 800-63B 5.1.1.2 (length over classes of
characters, lists of common passwords, one normal form of Unicode).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.core.text import fold

SHORTEST, LONGEST = 12, 128
FEWEST_DIFFERENT = 5
WORDS = Path(__file__).resolve().parent / "data" / "common_words.txt"
_LOOKALIKES = str.maketrans("@4310$5!7", "aaeiossit")


def normal(password: str) -> str:
    """One form for one password, whichever keyboard typed it: "ế" is one letter or three."""
    return unicodedata.normalize("NFC", password)


class LengthValidator:
    """12 to 128 characters, counted in the normal form."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        length = len(normal(password))
        if length < SHORTEST:
            raise ValidationError(
                _("Mật khẩu cần ít nhất %(count)d ký tự; bốn từ rời nhau vừa dài vừa dễ nhớ.")
                % {"count": SHORTEST},
                code="password_too_short",
            )
        if length > LONGEST:
            raise ValidationError(
                _("Mật khẩu dài nhất %(count)d ký tự.") % {"count": LONGEST}, code="password_too_long"
            )

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("Từ %(least)d đến %(most)d ký tự; dấu cách và chữ có dấu đều dùng được.") % {
            "least": SHORTEST,
            "most": LONGEST,
        }


class GuessableValidator:
    """Refuses what is tried first here: common words alone, with any digits and signs around them."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        text = fold(normal(password))
        if len(set(text)) < FEWEST_DIFFERENT or _made_of_common_words(text):
            raise ValidationError(
                _("Mật khẩu này nằm trong số được đoán đầu tiên. Hãy chọn mật khẩu khác."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("Không dùng từ quen thuộc như “mật khẩu”, tên cơ quan kèm năm, dãy phím liền nhau.")


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    words = [fold(line).replace(" ", "") for line in lines if line.strip() and not line.startswith("#")]
    return re.compile("(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")+")


def _made_of_common_words(text: str) -> bool:
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", text)
    forms = (text, core.translate(_LOOKALIKES), text.translate(_LOOKALIKES))
    candidates = {re.sub(r"[^a-z]", "", form) for form in forms}
    return any(word == "" or _pattern().fullmatch(word) for word in candidates)
