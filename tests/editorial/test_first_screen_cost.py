"""What waits for an approver costs the first screen the same number of queries, however much it is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.models import AboutPage
from portal.core import clock_file
from portal.editorial.workflow import emergency, review
from tests.people import person
from tests.world import World

A = "17950"


def asked(client: Client) -> list[str]:
    client.get("/admin/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/admin/")
    assert "Chờ tôi duyệt" in answer.content.decode()
    assert "Duyệt sau: " in answer.content.decode()
    return [query["sql"][:160] for query in captured.captured_queries]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "writer", "code", "budget"),
    [
        ("approver", "editor", A, 25),
        # Two more: the explorer begins above both languages, and files that were refused wait for them too.
        ("chief_editor", "province_editor", "40", 27),
        ("secretary", "province_editor", "40", 27),
    ],
)
def test_much_to_approve_costs_no_more_queries_than_little(
    world: World, client: Client, role: str, writer: str, code: str, budget: int
) -> None:
    clock_file.load()
    editor, approver = person(world, writer, code), person(world, role, code)

    def wait(name: str) -> AboutPage:
        page = AboutPage(title=name, slug=name, live=False, owner=editor)
        world.homes[code].add_child(instance=page)
        page.save_revision(user=editor)
        return page

    review.submit(wait("gui-1"), editor)
    emergency.publish_now(wait("khan-1"), editor, reason="Mưa lũ")
    client.force_login(approver)
    few = asked(client)
    assert len(few) <= budget, few
    for number in range(2, 5):
        review.submit(wait(f"gui-{number}"), editor)
        emergency.publish_now(wait(f"khan-{number}"), editor, reason="Mưa lũ")
    assert len(asked(client)) == len(few)
