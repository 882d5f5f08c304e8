"""Invitations: one use, seven days, by link or on paper, and the way from there to the first page."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from portal.accounts import invitations
from portal.accounts.models import Invitation, Membership, User
from portal.core.clock import today
from portal.core.models import AuditEntry
from portal.editorial import access
from tests.accounts.signing import PASSWORD, SET_UP, account, code_of, is_in, sign_in
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db
COMMUNE, NEIGHBOUR, PROVINCE, DEPARTMENT = "17950", "17951", "40", "40-STP"
FORM = "/admin/people/invite/"


@pytest.fixture
def admin(world: World, client: Client) -> User:
    user = person(world, "unit_admin", COMMUNE)
    client.force_login(user)
    return user


def link_in(page: str) -> str:
    found = re.search(r"https?://[^/]+(/admin/invitation/[\w-]+/)", page)
    assert found is not None
    return found[1]


def invite(client: Client, world: World, code: str = COMMUNE, **more: Any) -> str:
    values = {"full_name": "Trần  Văn Mẫu", "agency": world.agencies[code].pk, "roles": ["editor"], **more}
    return client.post(FORM, values).content.decode()


def accept(address: str, word: str = PASSWORD, client: Client | None = None) -> tuple[Client, Any]:
    client = client or Client()
    return client, client.post(address, {"password": word, "again": word})


def test_from_the_invitation_to_the_first_page(client: Client, admin: User, world: World) -> None:
    sheet = invite(client, world, email="Mau@Example.VN")
    address = link_in(sheet)
    assert "data:image/svg+xml" in sheet
    assert address in mail.outbox[0].body
    assert mail.outbox[0].to == ["mau@example.vn"]
    person_client, answer = accept(address)
    assert answer["Location"] == SET_UP
    user = User.objects.get(username="mau@example.vn")
    assert user.full_name == "Trần Văn Mẫu"
    assert not is_in(person_client)
    person_client.get(SET_UP)
    person_client.post(SET_UP, {"code": code_of(user, confirmed=False)})
    assert is_in(person_client)
    assert access.roles_of(User.objects.get(pk=user.pk)) == {"editor"}
    events = set(AuditEntry.objects.values_list("event", flat=True))
    assert {"account.invited", "account.accepted", "second-factor.set", "sign-in"} <= events


def test_a_link_works_once_and_for_seven_days(client: Client, admin: User, world: World) -> None:
    address = link_in(invite(client, world, email="mau@example.vn"))
    accept(address)
    assert Client().get(address).status_code == 410
    assert accept(address)[1].status_code == 410
    late = link_in(invite(client, world, email="hai@example.vn"))
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert Client().get(late).status_code == 410
    assert Client().get("/admin/invitation/khong-co-that/").status_code == 410
    assert User.objects.filter(username="hai@example.vn").count() == 0


def test_the_token_is_kept_as_a_digest_alone(client: Client, admin: User, world: World) -> None:
    token = link_in(invite(client, world)).rsplit("/", 2)[1]
    row = Invitation.objects.get()
    assert len(token) * 6 >= 128
    assert row.token_digest == invitations.digest(token)
    assert token not in str(Invitation.objects.values())


def test_without_an_address_the_sheet_is_all_there_is(client: Client, admin: User, world: World) -> None:
    sheet = invite(client, world)
    assert mail.outbox == []
    assert "đưa tận tay" in sheet
    assert "Trần Văn Mẫu" in sheet
    assert admin.get_full_name() in sheet
    User.objects.create_user("tranvanmau")
    accept(link_in(sheet))
    assert User.objects.get(full_name="Trần Văn Mẫu").username == "tranvanmau2"


def test_a_new_invitation_or_a_withdrawal_makes_the_old_link_worthless(
    client: Client, admin: User, world: World
) -> None:
    first = link_in(invite(client, world, email="mau@example.vn"))
    second = link_in(invite(client, world, email="mau@example.vn"))
    assert Client().get(first).status_code == 410
    row = Invitation.objects.get(revoked_at=None)
    client.post(f"/admin/people/invitations/{row.pk}/")
    assert Client().get(second).status_code == 410


def test_who_has_an_account_gets_the_role_after_a_whole_sign_in(
    client: Client, admin: User, world: World
) -> None:
    there = account(person(world, "editor", NEIGHBOUR, name="mau@example.vn"))
    address = link_in(invite(client, world, email="mau@example.vn"))
    stranger, answer = accept(address, "một mật khẩu rất lạ")
    assert "đã có tài khoản" in answer.content.decode()
    assert there.check_password(PASSWORD)
    assert not Membership.objects.filter(user=there, agency=world.agencies[COMMUNE]).exists()
    sign_in(stranger, there)
    stranger.post(address)
    assert access.active_agency(User.objects.get(pk=there.pk)) == world.agencies[COMMUNE]
    assert User.objects.get(pk=there.pk).check_password(PASSWORD)


def test_an_administrator_invites_to_the_own_agency_and_its_roles_alone(
    client: Client, admin: User, world: World
) -> None:
    wrong: list[dict[str, Any]] = [
        {"agency": world.agencies[NEIGHBOUR].pk},
        {"roles": ["operator"]},
        {"roles": ["nobody"]},
    ]
    for more in wrong:
        page = invite(client, world, **more)
        assert "/admin/invitation/" not in page, more
    assert Invitation.objects.count() == 0


def test_roles_ask_for_what_they_need(client: Client, world: World) -> None:
    client.force_login(person(world, "operator", PROVINCE))
    wrong: list[tuple[str, dict[str, Any]]] = [
        (PROVINCE, {"roles": ["inspector"]}),
        (PROVINCE, {"roles": ["inspector"], "ends_on": today() + timedelta(days=9)}),
        (DEPARTMENT, {"roles": ["procedure_officer"]}),
        (COMMUNE, {"roles": ["chief_editor"]}),
        (COMMUNE, {"ends_on": today() - timedelta(days=1)}),
        (COMMUNE, {"full_name": "  "}),
    ]
    for code, more in wrong:
        assert "/admin/invitation/" not in invite(client, world, code, **more), more
    sheet = invite(client, world, DEPARTMENT, roles=["procedure_officer"], fields_given="Hộ tịch, Chứng thực")
    accept(link_in(sheet))
    assert Membership.objects.get(role="procedure_officer").fields == ["chung-thuc", "ho-tich"]


def test_a_weak_password_is_refused_and_leaves_the_link_as_it_was(
    client: Client, admin: User, world: World
) -> None:
    address = link_in(invite(client, world, email="mau@example.vn"))
    for word in ("ngắn quá", "matkhau@123456", "mau@example.vn"):
        answer = accept(address, word)[1]
        assert answer.status_code == 200, word
    different = Client().post(address, {"password": PASSWORD, "again": PASSWORD + "x"})
    assert "chưa giống nhau" in different.content.decode()
    assert User.objects.filter(email="mau@example.vn").count() == 0
    assert Client().get(address).status_code == 200


def test_the_first_administrator_is_invited_on_the_command_line(world: World) -> None:
    out = StringIO()
    call_command("invite_admin", "dau-tien@example.vn", stdout=out)
    assert "█" in out.getvalue() or "\x1b[" in out.getvalue() or "▄" in out.getvalue()
    _client, answer = accept(link_in(out.getvalue()))
    assert answer["Location"] == SET_UP
    user = User.objects.get(username="dau-tien@example.vn")
    assert access.roles_of(user) == {"operator"}
    with pytest.raises(CommandError) as usage:
        call_command("invite_admin", "khong-phai-thu")
    assert usage.value.returncode == 2


def test_without_a_province_nobody_can_be_invited(db: None) -> None:
    with pytest.raises(CommandError, match="Chưa có tỉnh"):
        call_command("invite_admin", "dau-tien@example.vn")
