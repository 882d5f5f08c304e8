"""Fixtures of the tests of who may do what."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.urls.utils import get_callable
from wagtail.contrib.redirects import middleware

from portal.core import views_errors


@pytest.fixture
def bare_not_found(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Not found is one page for everything, after a search for a redirect; of a walk that is the most."""
    monkeypatch.setattr(views_errors, "not_found", lambda request, exception: HttpResponse(status=404))
    monkeypatch.setattr(middleware, "get_redirect", lambda request, path: None)
    # Django remembers the view that answers, from the first page that was not found.
    forget = get_callable.cache_clear  # type: ignore[attr-defined]
    forget()
    yield
    forget()
