"""The terms of each stream: the province's own where it has set them, else these defaults.

No law in force sets a term for questions in general: 05/07/10 working days are a provincial choice, never
"national law". What a law does set is named in ``basis``: Luật Tiếp cận thông tin 2026 Điều 22 (wrong public
information: 10 days), Nghị định 337/2026 Điều 10 (requests: 03 working days, 12 days, longer by 12), Nghị
định 20/2008 Điều 9 (what is not ours is passed on within 05 working days).

No law in force sets for how long questions are kept: the months are proposals that the province changes. What
has to be kept by law until they are over is named in ``keep_basis`` (Nghị định 20/2008 Điều 9: files of
feedback on rules are kept as archives are).
"""

from __future__ import annotations

from feedback.models import Stream, StreamTerms

_PROVINCE = "Quy chế của tỉnh; không có thời hạn chung của cả nước"
_RETENTION = "Mặc định của phần mềm: không có thời hạn giữ chung của cả nước, tỉnh tự định"
_TRANSFER = "5-lv"


def _terms(
    stream: Stream,
    *rules: str,
    basis: str = _PROVINCE,
    pause: int = 10,
    months: int = 24,
    keep: str = "",
) -> StreamTerms:
    normal, several, special = (*rules, "", "", "")[:3]
    return StreamTerms(
        stream=stream,
        rule=normal,
        rule_several=several,
        rule_special=special,
        transfer_rule=_TRANSFER,
        pause_days=pause,
        retention_months=months,
        retention_basis=_RETENTION,
        keep_basis=keep,
        basis=basis,
    )


DEFAULTS: dict[str, StreamTerms] = {
    terms.stream: terms
    for terms in (
        _terms(Stream.QUESTION, "5-lv", "7-lv", "10-lv"),
        _terms(Stream.SUGGESTION, "5-lv", "7-lv", "10-lv"),
        _terms(Stream.BUSINESS, "5-lv", "7-lv", "10-lv"),
        _terms(Stream.PAGE_PROBLEM, "5-lv", months=12),
        _terms(
            Stream.RULE_FEEDBACK,
            "7-lv",
            "7-lv",
            "10-lv",
            basis="Nghị định 20/2008/NĐ-CP Điều 9; quy chế của tỉnh",
            keep="Nghị định 20/2008/NĐ-CP Điều 9: hồ sơ phản ánh, kiến nghị lưu theo pháp luật về lưu trữ",
        ),
        _terms(Stream.WRONG_INFORMATION, "10-ngay", basis="Luật Tiếp cận thông tin 2026 Điều 22", pause=0),
        _terms(
            Stream.INFORMATION_REQUEST,
            "3-lv",
            "12-ngay",
            "24-ngay",
            basis="Nghị định 337/2026/NĐ-CP Điều 10 khoản 4",
            pause=0,
        ),
        _terms(Stream.DRAFT_COMMENT, "", basis="Tiếp thu, giải trình chung khi hết thời gian lấy ý kiến"),
    )
}


def terms(stream: str) -> StreamTerms:
    """The terms of a stream: the stored row, else the default. One query."""
    return StreamTerms.objects.filter(stream=stream).first() or DEFAULTS[stream]


def all_terms() -> dict[str, StreamTerms]:
    """The terms of every stream. One query."""
    return DEFAULTS | {row.stream: row for row in StreamTerms.objects.all()}
