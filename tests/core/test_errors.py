"""Error pages: plain words, a way on, and an answer even when everything else is gone."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.test import Client

from portal.core import outage, routing, site_request, views_errors
from tests.world import COMMUNE, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(world: World) -> Client:
    return Client(raise_request_exception=False)


def fails_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> str:
    """An address whose view raises the error."""

    def view(request: HttpRequest, rest: list[str]) -> HttpResponse:
        raise error

    monkeypatch.setitem(site_request._app_routes, "hong", view)
    return COMMUNE + "hong/"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (PermissionDenied("no"), 403),
        (ValueError("Nguyễn Văn A 0912345678"), 500),
        (DatabaseError("gone"), 500),
    ],
)
def test_errors_are_told_in_vietnamese_with_a_way_on(
    citizen: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    response = citizen.get(fails_with(error, monkeypatch))
    page = response.content.decode()
    assert response.status_code == status
    assert 'lang="vi"' in page
    assert "<h1" in page
    assert "Nguyễn Văn A" not in page, "what went wrong inside is nobody's business"
    assert "Traceback" not in page


def test_bad_requests_are_told_in_vietnamese(citizen: Client) -> None:
    response = citizen.get("/?q=%00")
    assert response.status_code == 400
    assert 'lang="vi"' in response.content.decode()
    assert "<h1" in response.content.decode()


def test_what_is_not_found_stands_on_the_site_where_it_was_looked_for(citizen: Client) -> None:
    page = citizen.get(COMMUNE + "khai-sinh-cho-con/").content.decode()
    assert "Vân Tụ" in page
    assert 'value="khai sinh cho con"' in page, "the search box is filled from the address"


def test_english_visitors_get_english_error_pages(citizen: Client) -> None:
    response = citizen.get("/en/no-such-page/")
    assert response.status_code == 404
    assert '<html lang="en"' in response.content.decode()


def test_the_error_page_needs_no_database(citizen: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: Any, **kwargs: Any) -> Any:
        raise DatabaseError("the database is gone")

    monkeypatch.setattr("portal.core.stamps.read_all", gone)
    monkeypatch.setattr("portal.core.site_request.stamps.read_all", gone)
    routing.forget()
    response = citizen.get("/")
    assert response.status_code == 500
    assert "gặp sự cố" in response.content.decode()


def test_the_error_page_needs_no_template(citizen: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: Any, **kwargs: Any) -> Any:
        raise TemplateDoesNotExist("500.html")

    address = fails_with(ValueError(), monkeypatch)
    monkeypatch.setattr(views_errors, "render_to_string", gone)
    response = citizen.get(address)
    assert response.status_code == 500
    assert "gặp sự cố" in response.content.decode()


def test_while_the_database_is_away_what_was_typed_comes_back(
    citizen: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = fails_with(OperationalError("Nguyễn Văn A 0912345678"), monkeypatch)
    plain = citizen.get(address)
    assert (plain.status_code, plain["Retry-After"]) == (503, "60")
    assert "no-store" in plain["Cache-Control"]
    assert "Máy chủ đang bận" in plain.content.decode()
    typed = {"content": "Con tôi sinh ở <Đồng Nai>, xin hỏi giấy tờ?", "step": "send"}
    sent = citizen.post(address, typed)
    page = sent.content.decode()
    assert sent.status_code == 503
    assert "Chưa gửi được" in page
    assert '<input type="hidden" name="step" value="send">' in page
    assert page.count("Con tôi sinh ở &lt;Đồng Nai&gt;, xin hỏi giấy tờ?") == 2
    assert "<Đồng Nai>" not in page
    assert "0912345678" not in page
    page = citizen.post(address, {"content": "Xin hỏi", "password": "bi-mat-cua-toi"}).content.decode()
    assert 'value="Xin hỏi"' in page
    assert "bi-mat-cua-toi" not in page


def test_an_address_with_two_slashes_leads_what_was_typed_to_no_other_host(rf: Any) -> None:
    request = rf.post("/x/", {"content": "Xin hỏi giấy tờ"})
    request.path = request.path_info = "//evil.example/x/"
    page = outage.unavailable(request).content.decode()
    assert 'action="/%2Fevil.example/x/"' in page
