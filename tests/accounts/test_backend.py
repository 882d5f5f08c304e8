"""Rights come from roles alone."""

import pytest
from django.contrib.auth.models import Permission

from tests.people import person
from tests.world import World


@pytest.mark.django_db
def test_a_permission_beside_the_roles_is_not_heard(world: World) -> None:
    editor = person(world, "editor", "17950")
    editor.user_permissions.add(Permission.objects.get(codename="delete_user"))
    editor = type(editor).objects.get(pk=editor.pk)
    assert editor.has_perm("wagtailadmin.access_admin")
    assert not editor.has_perm("accounts.delete_user")
