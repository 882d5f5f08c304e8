"""What a careful reader marks, and what is known besides the text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Code(StrEnum):
    """What was found."""

    NORMAL_FORM = "nfd"
    WRONG_LETTER = "gha"
    BLANKS = "blanks"
    BLANK_BEFORE = "before"
    BLANK_AFTER = "after"
    SPELLING = "spelling"
    GLUED = "glued"
    CAPITALS = "capitals"
    NO_SUCH_DAY = "day"
    SHORT_YEAR = "year"
    WRONG_WEEKDAY = "weekday"
    ABBREVIATION = "abbreviation"
    OLD_NAME = "old-name"
    DISTRICT = "district"
    PHONE = "phone"
    IDENTITY = "identity"
    UNLINKED = "unlinked"


@dataclass(frozen=True, slots=True)
class Mark:
    """``text[start:end]`` is ``words``; ``repair`` is what to put there, None where only a person can know.

    ``now``: the present name (or names) of a unit that was called so. ``link``: an address for the words.
    """

    code: Code
    start: int
    end: int
    words: str
    repair: str | None = None
    safe: bool = False
    now: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known besides the text itself.

    ``explained``: abbreviations that the whole article explains. ``former``: old names of units, in
    lower case, to the present ones, several where a unit was divided. ``known``: numbers of offices.
    ``names``: how units are written. ``province``: "Nghệ An", of which the old names are.
    ``texts``: numbers of official documents to their addresses.
    """

    explained: Collection[str] = ()
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: Collection[str] = ()
    names: Collection[str] = ()
    province: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


NOWHERE: Final = Around()
