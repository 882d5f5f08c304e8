"""Vietnamese numbers as they are said ("hai nghìn không trăm hai mươi sáu")."""

from __future__ import annotations

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu")
# Beyond this many digits nobody hears a number: it is read digit by digit.
LONGEST = 15


def number(value: str) -> str:
    """Digits as one number; what begins with zero, or is too long, digit by digit."""
    if len(value) > LONGEST or (len(value) > 1 and value.startswith("0")):
        return digits(value)
    return " ".join(_number(int(value)))


def digits(value: str) -> str:
    """Every digit for itself, as telephone numbers are said."""
    return " ".join(DIGITS[int(sign)] for sign in value if sign.isdigit())


def decimal(whole: str, part: str) -> str:
    """ "12,5" → "mười hai phẩy năm"."""
    said = number(part) if not part.startswith("0") else digits(part)
    return f"{number(whole)} phẩy {said}"


def _number(value: int) -> list[str]:
    if value == 0:
        return [DIGITS[0]]
    billions, rest = divmod(value, 10**9)
    words = [*_number(billions), "tỷ"] if billions else []
    spoken = bool(words)
    for place in (2, 1, 0):
        group = rest // 1000**place % 1000
        if group:
            words += _hundreds(group, full=spoken)
            words += [GROUPS[place]] if GROUPS[place] else []
            spoken = True
    return words


def _hundreds(value: int, *, full: bool) -> list[str]:
    """One to 999; ``full``: after a greater group, where an empty hundred is said."""
    hundred, rest = divmod(value, 100)
    words = [DIGITS[hundred], "trăm"] if hundred or full else []
    ten, unit = divmod(rest, 10)
    if ten == 0:
        return words + ([*(["linh"] if words else []), DIGITS[unit]] if unit else [])
    words += ["mười"] if ten == 1 else [DIGITS[ten], "mươi"]
    if unit:
        words.append(
            {(True, 1): "mốt", (True, 4): "tư"}.get((ten > 1, unit), "lăm" if unit == 5 else DIGITS[unit])
        )
    return words


def day(day_number: str, month: str, year: str = "") -> str:
    """ "8", "12", "2026" → "mùng tám tháng mười hai năm hai nghìn không trăm hai mươi sáu"."""
    first = int(day_number)
    said = f"{'mùng ' if first <= 10 else ''}{number(str(first))} tháng {_month(int(month))}"
    return f"{said} năm {number(year)}" if year else said


def _month(month: int) -> str:
    return "tư" if month == 4 else number(str(month))


def hour(hours: str, minutes: str) -> str:
    """ "7", "30" → "bảy giờ ba mươi"; full hours without minutes."""
    said = f"{number(str(int(hours)))} giờ"
    return said if not int(minutes or 0) else f"{said} {number(str(int(minutes)))}"
