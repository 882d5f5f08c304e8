"""A kind of thing for tests of the engine: lives in a dictionary, is found by the names given."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import HttpRequest

from search import index, registry
from search.models import SearchEntry
from search.registry import SearchDocument, SearchHit, SearchKind


@dataclass(frozen=True)
class Thing:
    """What a test wants found."""

    name: str
    scopes: frozenset[str] = frozenset({"ubnd-xa"})
    aliases: tuple[str, ...] = ()
    field: str = "Hộ tịch"
    body: str = ""
    code: str = ""
    facets: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)


@dataclass
class Things:
    """The things that are public now, by id; ``shown`` limits what may be presented."""

    live: dict[int, Thing] = dataclasses.field(default_factory=dict)

    def load(self, ids: Sequence[int]) -> Iterable[SearchDocument]:
        """Documents of what is live."""
        for pk in ids:
            thing = self.live.get(pk)
            if thing:
                yield SearchDocument(
                    "thing", pk, "vi", thing.scopes, thing.code or f"1.{pk:06}", thing.name, thing.aliases,
                    thing.field, thing.body, thing.facets, str(pk), thing.name,
                )  # fmt: skip

    def present(self, entries: Sequence[SearchEntry], request: HttpRequest) -> Mapping[int, SearchHit]:
        """Hits of what is live."""
        return {
            entry.object_id: SearchHit(
                self.live[entry.object_id].name,
                f"/thing/{entry.object_id}/",
                code=entry.code,
                field=entry.field,
            )
            for entry in entries
            if entry.object_id in self.live
        }

    def add(self, *named: str | Thing) -> list[int]:
        """Make things public and index them; gives their ids."""
        ids = []
        for thing in named:
            pk = len(self.live) + 1
            self.live[pk] = Thing(thing) if isinstance(thing, str) else thing
            ids.append(pk)
        kind = registry.known("thing")
        assert kind is not None
        index.bring_up_to_date(kind, ids)
        return ids


@contextmanager
def things() -> Iterator[Things]:
    """Register the kind for the time of a test."""
    made = Things()
    registry.register(
        SearchKind("thing", "search.searchentry", made.load, lambda: sorted(made.live), made.present)
    )
    yield made
    registry.unregister("thing")


REAL_NAMES = (
    "Thủ tục đăng ký khai sinh", "Thủ tục đăng ký lại khai sinh", "Thủ tục đăng ký khai sinh lưu động",
    "Thủ tục đăng ký khai sinh có yếu tố nước ngoài", "Thủ tục đăng ký kết hôn",
    "Thủ tục đăng ký kết hôn có yếu tố nước ngoài", "Thủ tục đăng ký khai tử", "Đăng ký thường trú",
    "Xóa đăng ký thường trú", "Đăng ký tạm trú", "Gia hạn tạm trú", "Xóa đăng ký tạm trú", "Tách hộ",
    "Đăng ký thành lập hộ kinh doanh", "Chấm dứt hoạt động hộ kinh doanh", "Cấp thẻ căn cước",
    "Cấp lại thẻ căn cước", "Cấp giấy phép lái xe", "Đổi giấy phép lái xe",
    "Cấp giấy chứng nhận đủ điều kiện buôn bán thuốc bảo vệ thực vật",
)  # fmt: skip
