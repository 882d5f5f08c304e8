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
BUDGET = 25


def asked(client: Client) -> list[str]:
    client.get("/admin/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/admin/")
    assert "Chờ tôi duyệt" in answer.content.decode()
    assert "Duyệt sau: " in answer.content.decode()
    return [query["sql"][:160] for query in captured.captured_queries]


@pytest.mark.django_db
def test_much_to_approve_costs_no_more_queries_than_little(world: World, client: Client) -> None:
    clock_file.load()
    editor, approver = person(world, "editor", A), person(world, "approver", A)

    def wait(name: str) -> AboutPage:
        page = AboutPage(title=name, slug=name, live=False, owner=editor)
        world.homes[A].add_child(instance=page)
        page.save_revision(user=editor)
        return page

    review.submit(wait("gui-1"), editor)
    emergency.publish_now(wait("khan-1"), editor, reason="Mưa lũ")
    client.force_login(approver)
    few = asked(client)
    assert len(few) <= BUDGET, few
    for number in range(2, 5):
        review.submit(wait(f"gui-{number}"), editor)
        emergency.publish_now(wait(f"khan-{number}"), editor, reason="Mưa lũ")
    assert len(asked(client)) == len(few)
