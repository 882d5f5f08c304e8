"""The parts of a query plan."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Plan:
    """What a query asks for.

    ``terms`` weighs each folded word (0–1), ``pairs`` each ``a_b`` of neighbours; ``code`` is set when a
    procedure code was typed; ``repaired`` is the folded text after repair, ``literal`` before it;
    ``actions`` are the requested actions (see :mod:`search.plan.actions`).
    """

    raw: str
    locale: str = "vi"
    code: str = ""
    words: list[str] = field(default_factory=list)
    terms: dict[str, float] = field(default_factory=dict)
    pairs: dict[str, float] = field(default_factory=dict)
    literal: str = ""
    repaired: str = ""
    clean: str = ""
    expansions: list[str] = field(default_factory=list)
    actions: frozenset[str] = frozenset()
    prefix: str = ""

    @property
    def changed(self) -> bool:
        """Whether repair altered what was typed."""
        return bool(self.repaired) and self.repaired != self.literal
