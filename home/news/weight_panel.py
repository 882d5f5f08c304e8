"""How heavy an article is for a reader's telephone, told to its editor before it is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

# Text, styles, script and the two fonts of a first visit, as the tests of pages measure them at most.
FRAME = 60_000
# On a slow network (50 kB/s) such a page takes ten seconds.
HEAVY = 500_000


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a first visit on a telephone. ``pictures``: how many; ``files``: of pictures together."""

    pictures: int
    files: int

    @property
    def total(self) -> int:
        """Everything that comes before the reader presses anything."""
        return FRAME + self.files

    @property
    def heavy(self) -> bool:
        """Whether the editor should leave something out."""
        return self.total > HEAVY


def of(page: Any) -> Weight:
    """What was last saved: one query, and no copy is made. A picture without copies yet is estimated."""
    # Read late: both know the models, in whose forms this panel stands.
    from home.news import body, pictures

    keys = body.picture_keys(page)
    return Weight(len(keys), sum(pictures.weights(keys).values()))


class WeightPanel(Panel):
    """In the form of an article or notice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("heading", gettext_lazy("Trang nặng bao nhiêu"))
        super().__init__(*args, **kwargs)

    class BoundPanel(Panel.BoundPanel):
        """Nothing for a page that was never saved."""

        template_name = "news/admin/_weight_panel.html"

        def is_shown(self) -> bool:
            """Only for what is stored."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """``weight`` of what was last saved."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"weight": of(self.instance)}
