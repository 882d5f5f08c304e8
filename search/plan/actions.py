"""What is to be done: the action that tells sibling procedures apart ("đăng ký", "xóa đăng ký", "gia hạn").

A name that does something nobody asked for ranks lower; one that does what was asked ranks higher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Action:
    """A group: how names say it, and how people ask for it; both on folded text."""

    key: str
    named: re.Pattern[str]
    asked: re.Pattern[str]


def _action(key: str, named: str, asked: str = "") -> Action:
    both = f"{named}|{asked}" if asked else named
    return Action(key, re.compile(rf"\b(?:{named})\b"), re.compile(rf"\b(?:{both})\b"))


ACTIONS = (
    _action(
        "cap-lai",
        r"cap lai|dang ky lai|cap doi cap lai",
        r"mat (?!bao|may|tien|thoi|nang|suc|lau)|bi mat|lam mat|hu hong|bi hu|bi rach|rach|lam lai|xin lai|"
        r"that lac|thay the",
    ),
    _action(
        "doi",
        r"cap doi|doi (?:giay|the|chung|ten|chuc)|chuyen doi|thay doi",
        r"doi(?! voi| tuong| ngu| thoai)|sua|sai|thay doi|het han|nham|chuyen|cap nhat",
    ),
    _action(
        "gia-han",
        r"gia han|keo dai|tiep tuc (?:su dung|hoat dong)",
        r"het han|qua han|them thoi gian|sap het",
    ),
    _action(
        "dieu-chinh",
        r"dieu chinh|sua doi|bo sung|cai chinh|dinh chinh|chinh sua|chinh ly",
        r"sua|sai|doi|thay doi",
    ),
    _action(
        "xoa",
        r"xoa (?:dang|ten|bo)|huy (?:bo|viec|ket)|xoa|rut|bai bo|go bo",
        r"cat|bo (?:dang|ten|di|khoi)|huy|giai chap|khong con o",
    ),
    _action(
        "cham-dut",
        r"cham dut|giai the|thoi (?:quoc|hoat|lam)|ngung hoat dong|dong cua|pha san|cho thoi",
        r"^dong (?!gop|dau|phi|tien|bao|hoc)|dep|nghi han|nghi ban|dong quan|dong tiem|bo nghe|"
        r"thoi kinh doanh",
    ),
    _action("tam-ngung", r"tam ngung|tam dinh chi|tam dung", r"tam nghi|nghi tam"),
    _action("khoi-phuc", r"khoi phuc|mo khoa|phuc hoi|tro lai|khoa (?:can|tai|the)", r"mo lai|hoat dong lai"),
    _action("luu-dong", r"luu dong"),
    _action(
        "nuoc-ngoai",
        r"yeu to nuoc ngoai|nguoi nuoc ngoai|nuoc ngoai|viet kieu|quoc te",
        r"(?:lay|chong|vo|nguoi|ong) (?:tay|my)|han quoc|dai loan|nhat ban|trung quoc|ngoai quoc|du hoc",
    ),
    _action("bien-gioi", r"bien gioi|khu vuc bien gioi|nuoc lang gieng"),
    _action("co-thoi-han", r"co thoi han|tam thoi", r"tam"),
    _action("ghi-so", r"ghi vao so|ghi chu", r"ghi so|ghi chu"),
    Action(
        "lien-thong", re.compile(r"\blien thong\b"), re.compile(r"(?<!khong )\blien thong\b|\bcung luc\b")
    ),
    _action(
        "luc-luong",
        r"luc luong vu trang|quan doi|quan nhan|cong an nhan dan|bo quoc phong|quoc phong|co yeu|sy quan|"
        r"bo doi",
        r"bo doi|di linh|cong an",
    ),
    _action(
        "trung-uong", r"cap trung uong|thuoc trung uong|cap bo|bo truong|thu tuong(?: chinh phu)?|bo cong an"
    ),
    _action(
        "tin-dung",
        r"to chuc tin dung|chung khoan|ngan hang|bao hiem nhan tho|quy dau tu|tai chinh vi mo|quy tin dung",
    ),
    _action("thu-hoi", r"thu hoi|dinh chi|cuong che|tuoc", r"thu hoi|tra lai|bi thu"),
)


@lru_cache(maxsize=20000)
def in_name(folded: str) -> frozenset[str]:
    """The actions that a folded name holds."""
    return frozenset(action.key for action in ACTIONS if action.named.search(folded))


def in_query(folded: str, expansions: Iterable[str] = ()) -> frozenset[str]:
    """The actions that a folded query asks for, and those that the official words for it name."""
    asked = frozenset(action.key for action in ACTIONS if action.asked.search(folded))
    return asked.union(*map(in_name, expansions))
