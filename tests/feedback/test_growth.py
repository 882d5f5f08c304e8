"""The inbox of an agency from a hundred cases to a hundred thousand: the same queries, kind of plan and work.

Which index PostgreSQL takes follows its statistics (here one agency ends up with five of six cases); that it
takes indexes alone is what is compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.models import Case
from feedback.services import receive
from portal.agencies.models import Agency
from tests.feedback.cases import submission
from tests.people import person
from tests.services.measure import least_work
from tests.world import World, look

pytestmark = [pytest.mark.slow, pytest.mark.big, pytest.mark.postgresql]

INBOX = "/admin/ban-hoi-dap/"
PAGES = [f"{INBOX}?xem={tab}" for tab in ("cua-toi", "moi", "cho-duyet", "qua-han", "moi-cau")]
BUDGET, MORE_AT_MOST = 15, 1.5
CASES = "feedback_case"
FEW, MANY, OTHERS = 100, 100_000, 20_000
# Of a desk's cases these wait for somebody; all others are closed.

OPEN_FEW, OPEN_MANY = 30, 2_000
# Copies of one received case; everything is as it was but what must differ, and some are open.
COPY = """
INSERT INTO feedback_case ({columns})
SELECT {values} FROM feedback_case AS c, generate_series(%(first)s, %(last)s) AS n WHERE c.id = %(model)s
"""
CHANGED = {
    "code_hash": "md5('c' || %(mark)s || n) || left(md5(n::text), 20)",
    "submission_hash": "md5('s' || %(mark)s || n) || left(md5(n::text), 20)",
    "agency_id": "%(agency)s",
    "handler_id": "CASE WHEN n %% 3 = 0 THEN %(handler)s::bigint END",
    "due_at": "c.due_at - make_interval(hours => (n * 37 %% 400)::int)",
    "state": (
        "CASE WHEN n > %(open)s THEN 'closed' "
        "ELSE (ARRAY['received', 'assigned', 'answered'])[1 + n %% 3] END"
    ),
}


def copies(model: Case, agency: Agency, handler: Any, first: int, last: int, still_open: int) -> None:
    """Cases number ``first`` to ``last`` of an agency, of which those up to ``still_open`` are open."""
    names = [str(field.column) for field in Case._meta.local_concrete_fields if field.column != "id"]
    values = [CHANGED.get(name, f"c.{name}") for name in names]
    words = COPY.format(columns=", ".join(names), values=", ".join(values))
    known = {
        "first": first, "last": last, "model": model.pk, "mark": agency.code, "agency": agency.pk,
        "handler": handler.pk if handler else None, "open": still_open,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(words, known)
        cursor.execute("ANALYZE feedback_case")


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def plans(client: Client, address: str) -> tuple[int, list[list[str]]]:
    """How many queries a page asks, and by which scans each of those about cases finds its rows."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    found = []
    for query in asked.captured_queries:
        if 'FROM "feedback_case"' not in query["sql"]:
            continue
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (FORMAT JSON) " + query["sql"])
            told = cursor.fetchone()[0]
        plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
        found.append(
            [
                node["Node Type"]
                for node in nodes(plan)
                if "Scan" in node["Node Type"] and node.get("Relation Name", CASES) == CASES
            ]
        )
    return len(asked), found


def test_the_inbox_costs_the_same_from_a_hundred_to_a_hundred_thousand_cases(big_province_db: Any) -> None:
    world: World = look()
    mine, other = Agency.objects.filter(level="commune").order_by("code")[:2]
    officer = person(world, "desk_officer", mine.code)
    client = Client()
    client.force_login(officer)
    model = receive(submission(world, mine.code)).case
    copies(model, other, None, 1, OTHERS, OTHERS // 50)
    copies(model, mine, officer, 1, FEW, OPEN_FEW)
    for address in PAGES:
        client.get(address)
    few = {address: (*plans(client, address), least_work(client, address)) for address in PAGES}
    Case.objects.filter(agency=mine).exclude(pk=model.pk).delete()
    copies(model, mine, officer, 1, MANY, OPEN_MANY)
    many = {address: (*plans(client, address), least_work(client, address)) for address in PAGES}
    assert {address: many[address][0] for address in PAGES} == {address: few[address][0] for address in PAGES}
    assert max(queries for queries, _plan, _work in many.values()) <= BUDGET
    assert {address: many[address][1] for address in PAGES} == {address: few[address][1] for address in PAGES}
    assert {scan for _queries, scans, _work in many.values() for query in scans for scan in query} == {
        "Index Scan"
    }
    dearer = {
        address: (few[address][2], many[address][2])
        for address in PAGES
        if many[address][2] > MORE_AT_MOST * few[address][2]
    }
    assert dearer == {}
