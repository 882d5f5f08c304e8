"""The parts of a query plan."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a place of the query: words that belong together, and how sure we are (0–1)."""

    words: tuple[str, ...]
    sure: float


@dataclass(slots=True)
class Slot:
    """A place of the query, one or more typed words, with all readings; ``weight`` is its worth (0–1)."""

    readings: list[Reading]
    weight: float = 1.0


@dataclass(slots=True)
class Plan:
    """What a query asks for.

    ``slots`` are the places in order; ``terms`` weighs each folded word (0–1) and ``pairs`` each ``a_b`` of
    neighbours, for the back ends; ``code`` is set when a procedure code was typed; ``repaired`` is the folded
    text after repair, ``literal`` before it, ``clean`` without what drops out, ``shown`` what was typed by
    original spelling; ``actions`` are the requested ones (:mod:`search.plan.actions`).
    """

    raw: str
    locale: str = "vi"
    code: str = ""
    slots: list[Slot] = field(default_factory=list)
    terms: dict[str, float] = field(default_factory=dict)
    pairs: dict[str, float] = field(default_factory=dict)
    literal: str = ""
    repaired: str = ""
    clean: str = ""
    expansions: list[str] = field(default_factory=list)
    actions: frozenset[str] = frozenset()
    marked: frozenset[str] = frozenset()

    @property
    def changed(self) -> bool:
        """Whether repair altered what was typed."""
        return bool(self.repaired) and self.repaired != self.literal
