"""Which province publishes a procedure, from the name of the publisher that a source prints.

Codes are those of the statistical register after the merger of 2025 (34 provinces and cities); names of
provinces that were merged lead to the code of the one that took them in.
"""

from __future__ import annotations

import re
from functools import lru_cache

from portal.core.text import fold

# A province whose name is not known: never this portal's own.
UNKNOWN = "khac"
CODES = {
    "ha noi": "01", "cao bang": "04", "tuyen quang": "08", "dien bien": "11", "lai chau": "12",
    "son la": "14", "lao cai": "15", "thai nguyen": "19", "lang son": "20", "quang ninh": "22",
    "bac ninh": "24", "phu tho": "25", "hai phong": "31", "hung yen": "33", "ninh binh": "37",
    "thanh hoa": "38", "nghe an": "40", "ha tinh": "42", "quang tri": "44", "hue": "46", "da nang": "48",
    "quang ngai": "51", "gia lai": "52", "khanh hoa": "56", "dak lak": "66", "lam dong": "68",
    "dong nai": "75", "ho chi minh": "79", "tay ninh": "80", "dong thap": "82", "vinh long": "86",
    "an giang": "91", "can tho": "92", "ca mau": "96",
    # merged in 2025
    "ha giang": "08", "yen bai": "15", "bac kan": "19", "vinh phuc": "25", "hoa binh": "25",
    "bac giang": "24", "thai binh": "33", "hai duong": "31", "ha nam": "37", "nam dinh": "37",
    "quang binh": "44", "quang nam": "48", "kon tum": "51", "binh dinh": "52", "ninh thuan": "56",
    "phu yen": "66", "dak nong": "68", "binh thuan": "68", "binh phuoc": "75", "binh duong": "79",
    "ba ria - vung tau": "79", "long an": "80", "tien giang": "82", "ben tre": "86", "tra vinh": "86",
    "kien giang": "91", "hau giang": "92", "soc trang": "92", "bac lieu": "96", "thua thien hue": "46",
}  # fmt: skip
_LOCAL_BODY = re.compile(
    r"^so \w+|\b(?:ubnd|uy ban nhan dan|chu tich uy ban|trung tam phuc vu hanh chinh cong)\b.*"
)
_PLACE = re.compile(r"(?:tinh|thanh pho|tp\.?) +(?P<name>.+)$")


@lru_cache(maxsize=1024)
def province_of(publisher: str, decision_number: str = "") -> str:
    """The code of the publishing province, ``""`` for ministries and other bodies of the centre.

    ``"UBND tỉnh Nghệ An"`` → ``"40"``; a local body whose place is unknown, or a decision of a People's
    Committee without a publisher, gives :data:`UNKNOWN`.
    """
    folded = fold(publisher)
    if not folded:
        return UNKNOWN if "ubnd" in fold(decision_number) else ""
    if not _LOCAL_BODY.search(folded):
        return ""
    place = _PLACE.search(folded)
    name = place.group("name").strip(" .") if place else folded
    return CODES.get(name) or next((code for key, code in CODES.items() if folded.endswith(key)), UNKNOWN)
