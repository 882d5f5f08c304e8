"""The people of an agency, as its administrator and the province's operators manage them."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import second_factor
from portal.accounts.models import Membership, User
from portal.core.clock import today
from portal.core.models import AuditEntry
from portal.editorial import access, roles
from tests.accounts.signing import CODE, PASSWORD, SET_UP, account, code_of, is_in, password, sign_in
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db
COMMUNE, NEIGHBOUR, PROVINCE = "17950", "17951", "40"
LIST = "/admin/people/"


def named(world: World, name: str, role: str = "editor", code: str = COMMUNE) -> User:
    user = person(world, role, code, name=f"{name}@example.vn".replace(" ", ""))
    user.full_name, user.email = name, user.username
    user.save()
    return user


@pytest.fixture
def admin(world: World, client: Client) -> User:
    user = named(world, "Quản Trị Mẫu", "unit_admin")
    client.force_login(user)
    return user


def at(user: User) -> str:
    return f"{LIST}{user.pk}/"


def act(client: Client, user: User, action: str, **more: Any) -> Any:
    return client.post(at(user), {"action": action, **more})


def test_people_stand_by_given_name_in_vietnamese_order(client: Client, admin: User, world: World) -> None:
    for name in ("Lê Thị Ân", "Trần Đông", "Nguyễn Văn An", "Phạm Dung", "Bùi Ánh"):
        named(world, name)
    named(world, "Người Xã Khác", code=NEIGHBOUR)
    page = client.get(LIST).content.decode()
    order = ["Nguyễn Văn An", "Bùi Ánh", "Lê Thị Ân", "Phạm Dung", "Trần Đông", "Quản Trị Mẫu"]
    places = [page.index(f"<b>{name}</b>") for name in order]
    assert places == sorted(places)
    assert "Người Xã Khác" not in page


def test_the_list_says_how_each_account_stands(client: Client, admin: User, world: World) -> None:
    user = account(named(world, "Trần Đông"))
    user.ends_on = today() + timedelta(days=30)
    user.save()
    User.objects.filter(pk=user.pk).update(
        date_joined="2020-01-01T00:00:00Z", last_login="2020-01-02T00:00:00Z"
    )
    page = client.get(LIST, {"q": "tran dong"}).content.decode()
    row = page[page.index("Trần Đông") :]
    for words in (
        "lâu không dùng",
        "Biên tập viên",
        "07:00 02/01/2020",
        "đã đặt",
        f"{user.ends_on:%d/%m/%Y}",
    ):
        assert words in row, words


def test_the_number_of_queries_does_not_grow_with_the_people(
    client: Client, admin: User, world: World
) -> None:
    counts: list[int] = []
    for batch in range(2):
        for number in range(12):
            named(world, f"Người Mẫu {batch}{number}")
        client.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 25


def test_who_does_not_manage_people_sees_none(client: Client, admin: User, world: World) -> None:
    other = named(world, "Trần Đông")
    for role, code in (("editor", COMMUNE), ("approver", COMMUNE), ("chief_editor", PROVINCE)):
        client.force_login(person(world, role, code))
        for address in (LIST, at(other), "/admin/people/invite/", "/admin/people/handover/"):
            assert client.get(address).status_code == 302
            assert client.get(address)["Location"] == "/admin/"


def test_another_agencys_people_are_not_there(client: Client, admin: User, world: World) -> None:
    stranger = account(named(world, "Người Xã Khác", code=NEIGHBOUR))
    membership = Membership.objects.get(user=stranger)
    assert client.get(at(stranger)).status_code == 404
    for action in ("reset-factor", "close", "end-role", "ends-on", "unlock", "password-link", "give-role"):
        answer = act(client, stranger, action, reason="thử", membership=membership.pk)
        assert answer.status_code == 404, action
    assert second_factor.is_set(stranger)
    assert User.objects.get(pk=stranger.pk).is_active
    own = named(world, "Trần Đông")
    assert act(client, own, "end-role", membership=membership.pk).status_code == 404
    assert Membership.objects.on(today()).filter(pk=membership.pk).exists()


def test_an_account_that_also_works_elsewhere_is_the_operators_to_change(
    client: Client, admin: User, world: World
) -> None:
    both = account(named(world, "Trần Đông"))
    roles.give(both, "editor", world.agencies[NEIGHBOUR], by=None)
    assert act(client, both, "reset-factor", reason="mất máy")["Location"] == "/admin/"
    assert second_factor.is_set(both)
    assert act(client, admin, "close", reason="tự đóng")["Location"] == "/admin/"
    client.force_login(person(world, "operator", PROVINCE))
    act(client, both, "reset-factor", reason="mất máy")
    assert not second_factor.is_set(both)


def test_a_lost_phone_is_reset_with_a_reason_and_the_person_is_told(
    client: Client, admin: User, world: World
) -> None:
    user, theirs = account(named(world, "Trần Đông")), Client()
    sign_in(theirs, user)
    assert "Lý do" in act(client, user, "reset-factor").content.decode()
    assert second_factor.is_set(user)
    act(client, user, "reset-factor", reason="rơi điện thoại, đã gặp trực tiếp")
    assert not is_in(theirs)
    assert TOTPDevice.objects.filter(user=user).count() == 0
    assert "rơi điện thoại" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [user.email]
    line = AuditEntry.objects.get(event="second-factor.removed")
    assert (line.user_id, line.object_id) == (admin.pk, str(user.pk))
    assert line.detail["reason"].startswith("rơi điện thoại")
    assert password(theirs, user)["Location"] == SET_UP


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(
    client: Client, admin: User, world: World
) -> None:
    user, theirs = account(named(world, "Trần Đông")), Client()
    sign_in(theirs, user)
    assert is_in(theirs)
    act(client, user, "close", reason="chuyển công tác")
    assert not is_in(theirs)
    assert password(theirs, user).status_code == 200
    assert access.roles_of(User.objects.get(pk=user.pk)) == frozenset()
    act(client, user, "reopen", reason="nhầm")
    act(client, user, "give-role", agency=world.agencies[COMMUNE].pk, roles=["editor"])
    password(theirs, user)
    theirs.post(CODE, {"code": code_of(user, ahead=1)})
    assert is_in(theirs)


def test_roles_are_given_and_ended(client: Client, admin: User, world: World) -> None:
    user = named(world, "Trần Đông")
    act(client, user, "give-role", agency=world.agencies[COMMUNE].pk, roles=["approver", "desk_officer"])
    assert access.roles_of(User.objects.get(pk=user.pk)) == {"editor", "approver", "desk_officer"}
    refused = act(client, user, "give-role", agency=world.agencies[COMMUNE].pk, roles=["operator"])
    assert refused.status_code == 200
    act(client, user, "end-role", membership=Membership.objects.get(user=user, role="approver").pk)
    assert access.roles_of(User.objects.get(pk=user.pk)) == {"editor", "desk_officer"}
    assert act(client, admin, "give-role", agency=world.agencies[COMMUNE].pk, roles=["editor"])["Location"]
    assert access.roles_of(User.objects.get(pk=admin.pk)) == {"unit_admin"}


def test_the_last_operator_stays(client: Client, world: World) -> None:
    only = named(world, "Vận Hành Một", "operator", PROVINCE)
    client.force_login(only)
    row = Membership.objects.get(user=only)
    act(client, only, "end-role", membership=row.pk)
    assert access.roles_of(User.objects.get(pk=only.pk)) == {"operator"}


def test_a_last_day_a_lock_and_a_new_password_on_paper(client: Client, admin: User, world: World) -> None:
    user = account(named(world, "Trần Đông"))
    day = today() + timedelta(days=3)
    act(client, user, "ends-on", ends_on=day.isoformat())
    assert User.objects.get(pk=user.pk).ends_on == day
    assert act(client, user, "ends-on", ends_on="2020-01-01").status_code == 200
    password(Client(), user, "sai một lần thôi")
    assert AccessAttempt.objects.filter(username=user.username).exists()
    act(client, user, "unlock")
    assert not AccessAttempt.objects.filter(username=user.username).exists()
    sheet = act(client, user, "password-link").content.decode()
    address = sheet[sheet.index("/admin/password_reset/confirm/") :].split("<")[0]
    visitor = Client()
    form = visitor.get(address, follow=True)
    word = PASSWORD + " và về"
    visitor.post(form.redirect_chain[-1][0], {"password": word, "again": word})
    assert password(visitor, user, word)["Location"] == CODE


def test_switching_changes_agency_groups_and_the_sessions_key(client: Client, world: World) -> None:
    user = named(world, "Trần Đông")
    roles.give(user, "approver", world.agencies[NEIGHBOUR], by=None)
    client.force_login(user)
    page = client.get("/admin/switch-role/").content.decode()
    assert "Xã Vân Tụ" in page
    assert "Xã Anh Sơn" in page
    before = client.session.session_key
    client.post("/admin/switch-role/", {"agency": world.agencies[NEIGHBOUR].pk})
    assert client.session.session_key != before
    assert access.roles_of(User.objects.get(pk=user.pk)) == {"approver"}
    client.post("/admin/switch-role/", {"agency": world.agencies[PROVINCE].pk})
    assert access.active_agency(User.objects.get(pk=user.pk)) == world.agencies[NEIGHBOUR]
    assert AuditEntry.objects.filter(event="role.activated", agency_code=NEIGHBOUR).exists()
