"""Topics in words where two versions of an article are compared."""

from __future__ import annotations

from typing import Any

from wagtail.admin.compare import FieldComparison, register_comparison_class

from home.news.models.topics import TopicsField, known, labels


def in_words(codes: Any) -> str:
    """The topics in use among codes, by their labels."""
    return ", ".join(labels(known(codes)))


class TopicsComparison(FieldComparison):
    """The labels of both versions, one after the other."""

    def __init__(self, field: TopicsField, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a = in_words(field.value_from_object(obj_a))
        self.val_b = in_words(field.value_from_object(obj_b))


def register() -> None:
    """Called once when the application starts."""
    register_comparison_class(TopicsField, comparison_class=TopicsComparison)
