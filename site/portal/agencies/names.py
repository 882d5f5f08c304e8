"""“Xã cũ tôi giờ ở đâu?”: find agencies by their names of today and by all names before.

One engine for home, search and the editors' side. Both spellings (Hoà, Hòa), missing diacritics,
abbreviations ("P. Cửa Lò", "tx", "TP.") and a district or a province after the name ("Đồng Văn, huyện Quế
Phong") find the same; so do unit codes. The index is kept in the process until the stamp "routing" moves:
two queries the first time after a change, none afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from threading import Lock

from portal.agencies.models import Agency, FormerName
from portal.core.clock import today
from portal.core.text import fold, one_line

MOST = 12
LONGEST_QUERY = 100

_KINDS = {
    "thi tran": "thi tran",
    "thi xa": "thi xa",
    "thanh pho": "thanh pho",
    "dac khu": "dac khu",
    "phuong": "phuong",
    "huyen": "huyen",
    "quan": "quan",
    "tinh": "tinh",
    "xa": "xa",
    "tt": "thi tran",
    "tx": "thi xa",
    "tp": "thanh pho",
    "p": "phuong",
    "h": "huyen",
    "q": "quan",
    "x": "xa",
}
_WORDS = "thi tran|thi xa|thanh pho|dac khu|phuong|huyen|quan|tinh|xa"
_SHORT = "tt|tx|tp|p|h|q|x"
_KIND = re.compile(rf"^(?:(?P<word>{_WORDS})\b|(?P<short>{_SHORT})(?:\.|(?= )))\s*")
# A district written after the name without a comma: "my thanh huyen yen thanh", "cua nam tp vinh".
_INNER = re.compile(r"(?<=\w)\s+(?=(?:huyen|quan|thi xa|thanh pho|tinh)\s|(?:tx|tp|h|q)(?:\.|\s))")
_BREAK = re.compile(r"[,;()/–]+|\s-\s")
_OTHER = re.compile(r"[^a-z0-9]+")
DISTRICT_KINDS = frozenset({"huyen", "quan", "thi xa", "thanh pho"})


@dataclass(frozen=True, slots=True)
class OldName:
    """A name before, its district, and what of that unit belongs to the agency. Half-open days."""

    name: str
    district: str = ""
    part_only: bool = False
    part: str = ""
    since: date | None = None
    until: date | None = None
    source: str = ""

    @property
    def label(self) -> str:
        """The name with its district, where that is known."""
        return f"{self.name} ({self.district})" if self.district else self.name


@dataclass(frozen=True, slots=True)
class Found:
    """An agency that a name means. ``old`` is the former name that was meant; None when it was today's."""

    agency_pk: int
    code: str
    name: str
    old: OldName | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question finds; ``district`` is the old district that was asked for, if one was."""

    found: tuple[Found, ...] = ()
    district: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is read: folded; ``whole`` keeps what looks like a kind ("xa luong")."""

    kind: str
    name: str
    whole: str
    districts: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class _Entry:
    agency: Found
    level: str
    sort_key: str
    kind: str
    key: str
    whole: str
    district: str
    codes: tuple[str, ...]
    ends: date | None


def split_kind(text: str) -> tuple[str, str]:
    """Kind and name of a folded text: "p. cua lo" → ("phuong", "cua lo")."""
    found = _KIND.match(text)
    if found is None:
        return "", _tidy(text)
    rest = _tidy(text[found.end() :])
    return (_KINDS[found["word"] or found["short"]], rest) if rest else ("", _tidy(text))


def key(name: str) -> str:
    """A name without kind, marks and bracketed district: "Xã Đồng Văn (huyện Quế Phong)" → "dong van"."""
    return split_kind(fold(name[:LONGEST_QUERY]).partition("(")[0].strip())[1]


def _tidy(text: str) -> str:
    return _OTHER.sub(" ", text).strip()


def read_question(query: str) -> Asked:
    """What somebody typed, taken apart: the unit's name, then districts or provinces behind it."""
    folded = fold(one_line(query)[:LONGEST_QUERY])
    parts = [part.strip() for piece in _BREAK.split(folded) for part in _INNER.split(piece) if _tidy(part)]
    if not parts:
        return Asked("", "", "", (), "")
    kind, name = split_kind(parts[0])
    behind = [split_kind(part) for part in parts[1:]]
    return Asked(
        kind=kind,
        name=name,
        whole=_tidy(parts[0]),
        districts=tuple(rest for found, rest in behind if found != "tinh"),
        code=query.strip().upper(),
    )


class NameIndex:
    """All names of all agencies, ready to be compared."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self.entries = tuple(entries)

    @classmethod
    def load(cls) -> NameIndex:
        """The names that the register holds."""
        agencies = {agency.pk: agency for agency in Agency.objects.all()}
        entries = [_today(agency) for agency in agencies.values()]
        for row in FormerName.objects.order_by("pk"):
            entries.append(_before(agencies[row.agency_id], row))
        return cls(sorted(entries, key=lambda entry: entry.sort_key))

    def answer(self, query: str, *, level: str = "", most: int = MOST, day: date | None = None) -> Answer:
        """The agencies meant, each once, the nearest first; an exact name leaves the others out.

        Agencies that have ended by ``day`` (today, when none is given) are not meant: their names lead to
        those who follow them. A name that is a district's, and no unit's, gives all agencies that came out of
        that district.
        """
        asked = read_question(query)
        if not asked.name:
            return Answer()
        on = day or today()
        entries = [
            entry
            for entry in self.entries
            if level in ("", entry.level) and (entry.ends is None or entry.ends > on)
        ]
        ranked = self._ranked(entries, asked)
        exact = [entry for nearness, entry in ranked if nearness == 0]
        if not exact or asked.kind in DISTRICT_KINDS:
            # A town may be a commune's name today ("Thị xã Hoàng Mai"): then both are meant.
            label, inside = self._of_district(entries, asked.name)
            if inside and not (exact and any(entry.kind == asked.kind for entry in exact)):
                return Answer(tuple(_once(inside))[:most], label)
        if exact:
            same = [entry for entry in exact if asked.kind and entry.kind == asked.kind]
            return Answer(tuple(_once(same or exact))[:most])
        return Answer(tuple(_once(entry for _nearness, entry in ranked))[:most])

    def _ranked(self, entries: list[_Entry], asked: Asked) -> list[tuple[int, _Entry]]:
        found = []
        for entry in entries:
            nearness = 0 if asked.code in entry.codes else _nearness(entry, asked)
            if nearness is not None:
                found.append((nearness, entry))
        if asked.districts:
            inside = {entry.agency.agency_pk for entry in entries if entry.district in asked.districts}
            narrowed = [
                (nearness, entry)
                for nearness, entry in found
                if (entry.district in asked.districts if entry.district else entry.agency.agency_pk in inside)
            ]
            found = narrowed or found
        # Sorting is stable: names stay in alphabetical order; today's come before those of the past.
        return sorted(found, key=lambda item: (item[0], item[1].agency.old is not None))

    def _of_district(self, entries: list[_Entry], name: str) -> tuple[str, list[_Entry]]:
        inside = [entry for entry in entries if entry.district == name]
        if not inside:
            return "", []
        old = inside[0].agency.old
        held = {entry.agency.agency_pk for entry in inside}
        now = [entry for entry in entries if entry.agency.old is None and entry.agency.agency_pk in held]
        return (old.district if old else ""), now


def _today(agency: Agency) -> _Entry:
    found = Found(agency.pk, agency.code, agency.name)
    return _entry(found, agency, agency.name, "", (agency.code,))


def _before(agency: Agency, row: FormerName) -> _Entry:
    old = OldName(row.name, row.district, row.part_only, row.part, row.since, row.until, row.source)
    district = split_kind(fold(row.district))[1]
    found = Found(agency.pk, agency.code, agency.name, old)
    return _entry(found, agency, row.name, district, (row.code,) if row.code else ())


def _entry(found: Found, agency: Agency, name: str, district: str, codes: tuple[str, ...]) -> _Entry:
    folded = fold(name[:LONGEST_QUERY]).partition("(")[0].strip()
    kind, short = split_kind(folded)
    return _Entry(
        agency=found,
        level=agency.level,
        sort_key=agency.sort_key,
        kind=kind,
        key=short,
        whole=_tidy(folded),
        district=district,
        codes=tuple(code.upper() for code in codes),
        ends=agency.valid_to,
    )


def _nearness(entry: _Entry, asked: Asked) -> int | None:
    """0 the same, 1 beginning so, 2 a word beginning so."""
    if entry.key in (asked.name, asked.whole):
        return 0
    for wanted in (asked.whole, asked.name):
        if entry.key.startswith(wanted) or entry.whole.startswith(wanted):
            return 1
        if f" {wanted}" in f" {entry.key}":
            return 2
    return None


def _once(entries: Iterable[_Entry]) -> Iterable[Found]:
    seen = set()
    for entry in entries:
        if entry.agency.agency_pk not in seen:
            seen.add(entry.agency.agency_pk)
            yield entry.agency


_lock = Lock()
_held: tuple[int, NameIndex] | None = None


def index(stamp: int) -> NameIndex:
    """The index at the stamp "routing", which the caller has read (a request reads all stamps once)."""
    global _held
    found = _held
    if found is not None and found[0] == stamp:
        return found[1]
    with _lock:
        if _held is None or _held[0] != stamp:
            _held = (stamp, NameIndex.load())
        return _held[1]


def forget() -> None:
    """Drop the process's copy (tests, after a rolled-back database)."""
    global _held
    _held = None


def units_before(name: str, former: Iterable[str]) -> tuple[str, ...]:
    """The units that went into an agency, each once; none where the only old name is today's."""
    found = tuple(dict.fromkeys(former))
    return () if found == (name,) else found


def printed_name(text: str) -> tuple[str, str]:
    """Name and district: "Xã Đồng Văn (huyện Quế Phong)" → ("Xã Đồng Văn", "huyện Quế Phong")."""
    name, _bracket, rest = one_line(text).partition("(")
    return name.strip(), rest.strip(" )")


def bring_in_line(agency: Agency, printed: Iterable[str], until: date | None, source: str) -> bool:
    """Give an agency these former names and no others; says whether that changed anything.

    A name that is held with more (its district, its days) stays as it is. The agency's own name of today may
    be held as that of an old unit; a list of other names does not take it away.
    """
    wanted = [printed_name(text) for text in printed]
    held = list(agency.former_names.all())
    gone = [
        row
        for row in held
        if row.name != agency.name and not any(_meets(row, name, district) for name, district in wanted)
    ]
    new = [
        (name, district)
        for name, district in wanted
        if name != agency.name and not any(_meets(row, name, district) for row in held)
    ]
    for row in gone:
        row.delete()
    for name, district in new:
        FormerName(agency=agency, name=name, district=district, until=until, source=source).save()
    return bool(gone or new)


def _meets(row: FormerName, name: str, district: str) -> bool:
    return row.name == name and district in ("", row.district)
