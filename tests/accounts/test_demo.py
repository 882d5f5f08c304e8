"""One-press entry: in a demonstration on this machine, and nowhere else."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

import portal.urls  # noqa: F401 - with the addresses of no demonstration, before any test sets one
from portal.accounts.models import StaffSession, User
from portal.agencies.models import Agency
from portal.checks import entry_without_password_is_routed_in_a_demonstration_alone as routed_check
from portal.editorial import access, roles
from portal.editorial.people import demo
from tests.accounts.signing import SIGN_IN, account, is_in
from tests.services import prepared
from tests.world import World, build, look

pytestmark = pytest.mark.django_db
ENTRY = "/admin/demo-login/"


@prepared.contents
def demo_world(folder: Path) -> None:
    with override_settings(PORTAL_DEMO=True):
        build(
            folder,
            [
                ("40", "Tỉnh Nghệ An", "tinh", "tinh", "", ""),
                ("40-STP", "Sở Tư pháp tỉnh Nghệ An", "so", "so", "40", ""),
                ("17611", "Xã Vân Tụ", "xa", "xa", "40", ""),
            ],
        )
        demo.fill()


@pytest.fixture(name="demo_world")
def _demo_world(request: pytest.FixtureRequest, settings: LazySettings, tmp_path: Path, db: None) -> World:
    settings.PORTAL_DEMO = True
    prepared.see_to(request, tmp_path)
    return look()


@pytest.mark.urls("tests.accounts.demo_urls")
def test_every_role_is_listed_and_entered_with_one_press(demo_world: World) -> None:
    page = Client().get(SIGN_IN).content.decode()
    expected = {
        f"{role.code}.{agency.slug}"
        for agency in Agency.objects.all()
        for role in roles.ROLES.values()
        if agency.level in role.levels
    }
    assert {role.split(".")[0] for role in expected} == set(roles.ROLES)
    assert page.index("Tỉnh Nghệ An") < page.index("Sở Tư pháp") < page.index("Xã Vân Tụ")
    for name in expected:
        assert f'value="{name}"' in page
        client = Client()
        assert client.post(ENTRY, {"user": name})["Location"] == "/admin/"
        assert is_in(client), name
        user = User.objects.get(username=name)
        assert access.roles_of(user) == {name.split(".")[0]}
        assert "trình diễn" in user.full_name
        assert not user.has_usable_password()
    assert StaffSession.objects.filter(factor="demo").count() == len(expected)


@pytest.mark.urls("tests.accounts.demo_urls")
def test_nobody_else_is_entered_nor_anybody_from_elsewhere(demo_world: World) -> None:
    real = account()
    client = Client()
    assert client.post(ENTRY, {"user": real.username}).status_code == 404
    assert client.post(ENTRY, {"user": ""}).status_code == 404
    assert client.get(ENTRY).status_code == 405
    far = client.post(ENTRY, {"user": "editor.xa-van-tu"}, REMOTE_ADDR="192.0.2.7")
    assert far.status_code == 404
    assert not is_in(client)


@pytest.mark.urls("tests.accounts.demo_urls")
def test_without_a_demonstration_its_people_are_nobody(demo_world: World, settings: LazySettings) -> None:
    client = Client()
    client.post(ENTRY, {"user": "editor.xa-van-tu"})
    settings.PORTAL_DEMO = False
    assert not is_in(client)
    assert client.post(ENTRY, {"user": "editor.xa-van-tu"}).status_code == 404
    assert [error.id for error in routed_check(None)] == ["portal.E002"]
    assert demo.fill() == 0


def test_the_entry_has_no_address_elsewhere(client: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo_login")
    client.post(ENTRY, {"user": "editor.xa-van-tu"})
    assert not is_in(client)
    assert routed_check(None) == []
    assert "demo-login" not in client.get(SIGN_IN).content.decode()


def test_filling_twice_changes_nothing(demo_world: World) -> None:
    before = User.objects.count()
    assert demo.fill() == before
    assert User.objects.count() == before
