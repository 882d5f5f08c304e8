"""A written sentence as it is read aloud: numbers and days in words, abbreviations written out."""

from __future__ import annotations

import re

from home.news.spoken import numbers

# What officials write short, as it is read.
ABBREVIATIONS = {
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "TTHC": "thủ tục hành chính",
    "MTTQ": "Mặt trận Tổ quốc", "CCCD": "căn cước công dân", "BHYT": "bảo hiểm y tế",
    "BHXH": "bảo hiểm xã hội", "BHTN": "bảo hiểm thất nghiệp", "DVC": "dịch vụ công",
    "PCCC": "phòng cháy, chữa cháy", "PCTT": "phòng, chống thiên tai", "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông", "ATTP": "an toàn thực phẩm", "ATGT": "an toàn giao thông",
    "GCNQSDĐ": "giấy chứng nhận quyền sử dụng đất", "QSDĐ": "quyền sử dụng đất",
    "GPMB": "giải phóng mặt bằng", "NTM": "nông thôn mới", "KT-XH": "kinh tế - xã hội",
    "CNTT": "công nghệ thông tin", "TDP": "tổ dân phố", "HTX": "hợp tác xã", "NVQS": "nghĩa vụ quân sự",
    "NĐ-CP": "Nghị định của Chính phủ", "TTg": "Thủ tướng Chính phủ", "QĐ": "Quyết định", "NQ": "Nghị quyết",
    "TB": "Thông báo", "KH": "Kế hoạch", "NĐ": "Nghị định", "TT": "Thông tư", "CP": "Chính phủ",
    "TP": "thành phố", "Tp": "thành phố", "TX": "thị xã", "TT-BTC": "Thông tư của Bộ Tài chính",
    "CLB": "câu lạc bộ", "VB": "văn bản", "KCN": "khu công nghiệp", "TNHH": "trách nhiệm hữu hạn",
}  # fmt: skip
UNITS = {
    "km²": "ki-lô-mét vuông", "m²": "mét vuông", "m2": "mét vuông", "m³": "mét khối", "m3": "mét khối",
    "km": "ki-lô-mét", "cm": "xăng-ti-mét", "mm": "mi-li-mét", "kg": "ki-lô-gam", "ha": "héc-ta",
    "đ": "đồng", "VNĐ": "đồng", "VND": "đồng", "%": "phần trăm", "°C": "độ C", "m": "mét",
}  # fmt: skip
LETTERS = {
    "A": "a", "Ă": "á", "Â": "ớ", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e", "Ê": "ê", "G": "giê",
    "H": "hát", "I": "i", "K": "ca", "L": "lờ", "M": "mờ", "N": "nờ", "O": "o", "Ô": "ô", "Ơ": "ơ", "P": "pê",
    "Q": "quy", "R": "rờ", "S": "sờ", "T": "tê", "U": "u", "Ư": "ư", "V": "vê", "X": "ích", "Y": "i dài",
    "F": "ép", "J": "gi", "W": "vê kép", "Z": "dét",
}  # fmt: skip
_ADDRESS = re.compile(r"\(?\b(?:https?://|www\.)\S+|\S+@\S+\.\S+")
_YEAR_DAY = re.compile(r"(?:\bngày\s+)?\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b", re.IGNORECASE)
_DAY = re.compile(r"(?:\bngày\s+)?\b(\d{1,2})/(\d{1,2})\b(?!/)", re.IGNORECASE)
_HOURS = re.compile(r"\b(\d{1,2})(?::|h|\s?giờ\s?)(\d{2})?(?:\s?phút)?(?![\w])")
_TELEPHONE = re.compile(r"\b0\d(?:[ .]?\d){7,9}\b")
_HOTLINE = re.compile(r"(?i)\b(gọi|tổng đài|đường dây nóng|số máy|điện thoại)\s*:?\s*(\d{3,8})\b")
_GROUPED = re.compile(r"\b\d{1,3}(?:\.\d{3})+\b")
_DECIMAL = re.compile(r"\b(\d+),(\d+)\b")
_RANGE = re.compile(r"(?<=\d)\s*[–-]\s*(?=\d)")
_NUMBER = re.compile(r"\d+")
_UNIT = re.compile(r"(?<=\d)\s?(" + "|".join(re.escape(unit) for unit in UNITS) + r")(?!\w)")
_SHORT = re.compile(r"\b[A-ZĐĂÂÊÔƠƯ][A-ZĐĂÂÊÔƠƯa-z]*[A-ZĐĂÂÊÔƠƯ]\b|\b(?:Tp)\b")
_KNOWN = re.compile(
    r"(?<!\w)("
    + "|".join(sorted((re.escape(one) for one in ABBREVIATIONS), key=len, reverse=True))
    + r")(?!\w)"
)
_BLANKS = re.compile(r"\s+")


def aloud(text: str) -> tuple[str, list[str]]:
    """The text as it is read, and the abbreviations that nobody wrote out: they are spelled, and told to the
    editor. Addresses of the web and of mail are left out: nobody can note them down by ear."""
    text = _ADDRESS.sub("", text)
    text = _YEAR_DAY.sub(lambda found: _date(found), text)
    text = _TELEPHONE.sub(lambda found: numbers.digits(found[0]), text)
    text = _HOTLINE.sub(lambda found: f"{found[1]} {numbers.digits(found[2])}", text)
    text = _GROUPED.sub(lambda found: found[0].replace(".", ""), text)
    text = _UNIT.sub(lambda found: f" {UNITS[found[1]]}", text)
    text = _RANGE.sub(" đến ", text)
    text = _HOURS.sub(lambda found: numbers.hour(found[1], found[2] or ""), text)
    text = _DAY.sub(lambda found: _date(found), text)
    text = _KNOWN.sub(lambda found: ABBREVIATIONS[found[1]], text)
    text = _DECIMAL.sub(lambda found: numbers.decimal(found[1], found[2]), text)
    text = _NUMBER.sub(lambda found: f" {numbers.number(found[0])} ", text)
    unknown: list[str] = []
    text = _SHORT.sub(lambda found: _spelled(found[0], unknown), text)
    text = text.replace("&", " và ").replace("/", " ").replace("…", ".")
    text = re.sub(r"[*_#<>|\\\[\]{}()“”\"]", " ", text)
    text = _BLANKS.sub(" ", text).strip()
    return re.sub(r"\s+([,.;:?!])", r"\1", text), unknown


def count(text: str) -> int:
    """How many words are heard: Vietnamese writes each syllable by itself."""
    return len([word for word in text.split() if any(sign.isalnum() for sign in word)])


def _date(found: re.Match[str]) -> str:
    day, month = int(found[1]), int(found[2])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found[0]
    year = found[3] if found.re is _YEAR_DAY else ""
    return f"ngày {numbers.day(found[1], found[2], year)}"


def _spelled(word: str, unknown: list[str]) -> str:
    if not word.isupper() or any(sign not in LETTERS for sign in word):
        return word
    if word not in unknown:
        unknown.append(word)
    return " ".join(LETTERS[sign] for sign in word)
