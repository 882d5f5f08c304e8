"""What is said of the digital signatures of a file: whose they are by their certificates alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.library.pdf import Signature


def sentence(signatures: Iterable[dict[str, Any]]) -> str:
    """One sentence for the public page; empty for a file without signatures."""
    found = list(signatures)
    names = list(dict.fromkeys(name for one in found if (name := one.get("name", ""))))
    if not found:
        return ""
    if not names:
        return _("Có chữ ký số, không đọc được của ai; cổng chưa kiểm tra tính hợp lệ.")
    return _("Có chữ ký số của %s; cổng chưa kiểm tra tính hợp lệ.") % ", ".join(names)


def rows(signatures: Iterable[Signature]) -> list[str]:
    """A line for each signature, for the editor: name, organisation, the time that the signer wrote."""
    found = []
    for one in signatures:
        who = ", ".join(part for part in (one.name or _("không đọc được tên"), one.organisation) if part)
        when = date_format(timezone.localtime(one.at), "H:i d/m/Y") if one.at else _("không ghi giờ ký")
        found.append(f"{who} ({when})")
    return found
