"""The letters of a manuscript: which of them were typed for an old font, and their way into Unicode."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from portal.core.vietnamese.old_fonts import Coding, Guess, by_font, guess, shows_capitals, to_unicode
from portal.core.vietnamese.tidy import tidy
from portal.library.word.blocks import Manuscript, Note, Recoding

MOST_PAIRS: Final = 3
LONGEST_SAMPLE: Final = 160
# A paragraph alone in an old font, in a file that is Unicode for the rest: only when it is beyond doubt.
LEAST_ALONE: Final = 6


class Letters:
    """Judges a whole file once, then gives each run as it is kept.

    ``wanted``: convert or do not, as the editor decided; None converts what is beyond doubt.
    """

    def __init__(self, runs: Iterable[tuple[str, str]], wanted: bool | None) -> None:
        """``runs``: ``(text of a paragraph, its font)`` of the whole file."""
        held: dict[Coding | None, list[str]] = {}
        self._runs = [(text, name) for text, name in runs if text.strip()]
        for text, name in self._runs:
            held.setdefault(by_font(name), []).append(text)
        self._guesses: dict[Coding | None, Guess] = {}
        for hint, texts in held.items():
            found = guess("\n".join(texts))
            if found is not None and (hint is None or found.coding is hint):
                self._guesses[hint] = found
        alone = [self._alone(text) for text, _name in self._runs] if None not in self._guesses else []
        self._found = [*self._guesses.values(), *(one for one in alone if one is not None)]
        self.applied = (
            any(one.sure for one in self._found) if wanted is None else wanted and bool(self._found)
        )

    @staticmethod
    def _alone(text: str) -> Guess | None:
        if text.isascii():
            return None
        found = guess(text)
        return found if found is not None and found.sure and found.words >= LEAST_ALONE else None

    def recoding(self) -> Recoding | None:
        """What to show the editor; None for a file in Unicode."""
        if not self._found:
            return None
        pairs: list[tuple[str, str]] = []
        for text, name in self._runs:
            after = self._converted(text, name)
            if after != text and len(pairs) < MOST_PAIRS:
                pairs.append((text[:LONGEST_SAMPLE].strip(), after[:LONGEST_SAMPLE].strip()))
        words = sum(one.words for one in self._found)
        confidence = sum(one.confidence * one.words for one in self._found) / max(words, 1)
        coding = max(self._found, key=lambda one: one.words).coding
        return Recoding(
            coding.value, round(confidence, 2), any(one.sure for one in self._found), tuple(pairs)
        )

    def _converted(self, text: str, name: str) -> str:
        hint = by_font(name)
        found = self._guesses.get(hint) or (self._guesses.get(None) if hint is None else None)
        if found is None:
            found = self._alone(text)
        if found is None:
            return text.upper() if hint is Coding.TCVN3 and shows_capitals(name) and text.isascii() else text
        read = to_unicode(text, found.coding)
        return read.upper() if shows_capitals(name) else read

    def kept(self, text: str, name: str, manuscript: Manuscript) -> str:
        """A run as it is kept: converted where that was decided, in NFC, tidy."""
        if self.applied:
            text = self._converted(text, name)
        if unicodedata.normalize("NFC", text) != text:
            manuscript.note(Note.LETTERS_IN_PIECES)
        if "\u01a3" in text or "\u01a2" in text:
            manuscript.note(Note.WRONG_LETTER)
            text = text.replace("\u01a3", "ư").replace("\u01a2", "Ư")
        lines = text.split("\n")
        return "\n".join(tidy(line) for line in lines)
