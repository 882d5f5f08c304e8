"""Search forgets nothing that is published, and health tells when it stands still."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from search import checks, health, registry
from search.models import IndexTask
from search.registry import SearchKind


def told(monkeypatch: pytest.MonkeyPatch, kinds: list[SearchKind]) -> set[str]:
    monkeypatch.setattr(registry, "_kinds", {kind.kind: kind for kind in kinds})
    return {str(error.obj._meta.label) for error in checks.published_types_are_searchable(None)}


def kind(label: str, *also: str) -> SearchKind:
    return SearchKind("kind", label, lambda ids: [], list, also=frozenset(also))


def test_a_type_no_kind_covers_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten = told(monkeypatch, [])
    assert {"procedures_pages.ProcedureGuide", "home.ContactPage"} <= forgotten
    rest = told(monkeypatch, [kind("procedures_pages.ProcedureGuide", "home.ContactPage")])
    assert rest == forgotten - {"procedures_pages.ProcedureGuide", "home.ContactPage"}


def test_an_excuse_counts_only_with_its_reason(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.PORTAL_SEARCH_EXCUSED = {"home.ContactPage": "tests", "home.AboutPage": " "}
    forgotten = told(monkeypatch, [])
    assert "home.ContactPage" not in forgotten
    assert "home.AboutPage" in forgotten


@pytest.mark.django_db
def test_health_is_bad_when_tasks_wait_too_long(settings: Settings) -> None:
    assert health.state()["ok"]
    IndexTask.objects.create(kind="thing", object_id=1)
    IndexTask.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    state: dict[str, Any] = health.state()
    assert not state["ok"]
    assert state["waiting"] == 1
    settings.PORTAL_SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:9"]
    assert health.state()["server"] is False
