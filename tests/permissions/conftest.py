"""Fixtures of the tests of who may do what."""

import pytest
from django.http import HttpResponse
from wagtail.contrib.redirects import middleware

from portal.core import views_errors


@pytest.fixture
def bare_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not found is one page for everything, after a search for a redirect; of a walk that is the most."""
    monkeypatch.setattr(views_errors, "not_found", lambda request, exception: HttpResponse(status=404))
    monkeypatch.setattr(middleware, "get_redirect", lambda request, path: None)
