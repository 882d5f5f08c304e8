"""Roles and groups as code: who is in which groups, and since when no longer."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from wagtail.models import GroupPagePermission, Locale

from home.models import HomePage
from portal.accounts.models import Membership, User
from portal.core.clock import today
from portal.editorial import access, roles
from portal.editorial.roles import ROLES
from portal.editorial.roles.activation import settle_all
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db
A, B, PROVINCE, DEPARTMENT = "17950", "17951", "40", "40-STP"


def groups_of(user: User) -> set[str]:
    return set(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def test_only_the_groups_of_the_active_agency_count(world: World) -> None:
    user = person(world, "editor", A)
    roles.give(user, "desk_officer", world.agencies[A], by=None)
    roles.give(user, "approver", world.agencies[B], by=None)
    assert groups_of(user) == {f"vai-tro:editor:{A}", f"vai-tro:desk_officer:{A}"}
    roles.activate(user, world.agencies[B])
    assert groups_of(user) == {f"vai-tro:approver:{B}"}
    assert access.roles_of(user) == {"approver"}
    assert access.roles_of(user, world.agencies[A]) == {"editor", "desk_officer"}


def test_nobody_works_for_an_agency_without_a_role_there(world: World) -> None:
    user = person(world, "editor", A)
    with pytest.raises(roles.NoRoleThere):
        roles.activate(user, world.agencies[B])
    assert access.active_agency(user) == world.agencies[A]


def test_a_membership_that_ended_opens_nothing_the_next_day(world: World) -> None:
    user = person(world, "editor", A, ends_on=date(2030, 6, 30))
    page = world.homes[A]
    with time_machine.travel("2030-06-30 23:50 +0700", tick=False):
        assert access.may_change(user, page)
    with time_machine.travel("2030-07-01 00:10 +0700", tick=False):
        assert access.active_agency(user) is None
        assert not access.may_read(user, page)
        settle_all()
        assert groups_of(user) == set()


def test_a_role_that_is_ended_is_gone_at_once_and_may_be_given_again(world: World) -> None:
    user = person(world, "editor", A)
    membership = Membership.objects.get(user=user)
    roles.end(membership, by=None)
    assert groups_of(user) == set()
    assert Membership.objects.filter(user=user).exists()
    roles.give(user, "editor", world.agencies[A], by=None)
    assert groups_of(user) == {f"vai-tro:editor:{A}"}


def test_a_group_reaches_the_home_of_its_agency_in_every_language(world: World) -> None:
    user = person(world, "editor", A)
    group = Group.objects.get(name=f"vai-tro:editor:{A}")
    english, _made = Locale.objects.get_or_create(language_code="en")
    translated = world.homes[PROVINCE].copy_for_translation(english, copy_parents=True)
    assert isinstance(translated, HomePage)
    home = world.homes[A].copy_for_translation(english, copy_parents=True)
    held = set(GroupPagePermission.objects.filter(group=group).values_list("page", flat=True))
    assert held == {world.homes[A].pk, home.pk}
    assert access.may_change(user, home)


def test_central_staff_have_one_permission_on_the_provinces_home(world: World) -> None:
    user = person(world, "chief_editor", PROVINCE)
    rows = GroupPagePermission.objects.filter(group__user=user)
    assert {row.page_id for row in rows} == {world.homes[PROVINCE].pk}
    assert access.may_publish(user, world.homes[A])


def test_syncing_twice_changes_nothing_and_mends_what_was_changed(world: World) -> None:
    for role in ROLES.values():
        person(world, role.code, PROVINCE if "commune" not in role.levels else A)
    call_command("sync_roles")
    assert roles.sync()["changed"] == 0
    group = Group.objects.get(name=f"vai-tro:editor:{A}")
    group.permissions.clear()
    GroupPagePermission.objects.filter(group=group).delete()
    Group.objects.create(name="vai-tro:gone:17950")
    assert roles.sync() == {"groups": len(ROLES), "changed": 1, "removed": 1}


def test_an_inspection_team_has_an_end_and_a_decision(world: World) -> None:
    user = User.objects.create_user("doan-kiem-tra")
    province = world.agencies[PROVINCE]
    with pytest.raises(ValidationError) as refused:
        roles.give(user, "inspector", province, by=None)
    assert set(refused.value.message_dict) == {"ends_on", "decision_number"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, role="inspector", agency=province)
    roles.give(
        user, "inspector", province, by=None, ends_on=today() + timedelta(days=5), decision_number="7/QĐ"
    )
    assert access.roles_of(User.objects.get(pk=user.pk)) == {"inspector"}


def test_a_role_stays_at_its_levels_and_at_a_department_needs_fields(world: World) -> None:
    user = User.objects.create_user("can-bo")
    for role, code, key in (
        ("chief_editor", A, "role"),
        ("editor", PROVINCE, "role"),
        ("nobody", A, "role"),
        ("procedure_officer", DEPARTMENT, "fields"),
    ):
        with pytest.raises(ValidationError) as refused:
            roles.give(user, role, world.agencies[code], by=None)
        assert set(refused.value.message_dict) == {key}


def test_roles_with_pages_at_the_province_reach_everything_below() -> None:
    for role in ROLES.values():
        assert role.central or not (role.pages and "province" in role.levels), role.code
        assert not (role.reads_only and (role.pages or role.files)), role.code


def test_who_approves_is_asked_of_the_owner(world: World) -> None:
    approver, chief = person(world, "approver", A), person(world, "chief_editor", PROVINCE)
    person(world, "approver", B)
    assert set(access.approvers(world.page(A, "gioi-thieu"))) == {approver}
    assert set(access.approvers(world.homes[PROVINCE])) == {chief}
