"""Lists of the editors' side that are ordered by a title or a name follow the Vietnamese alphabet."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.views.generic.base import BaseListingView

from portal.core.collation import in_order


def follow_the_alphabet() -> None:
    """Wrap the one place where Wagtail's lists hand their ordering to the database; it has no setting for it.

    A search engine's results are left alone: it orders by plain columns only.
    """
    view: Any = BaseListingView
    stock = view.order_queryset

    def order_queryset(self: Any, queryset: Any) -> Any:
        if not self.ordering or not isinstance(queryset, QuerySet) or getattr(self, "is_searching", False):
            return stock(self, queryset)
        terms = self.ordering if isinstance(self.ordering, (list, tuple)) else [self.ordering]
        return queryset.order_by(*in_order(queryset, terms))

    view.order_queryset = order_queryset
