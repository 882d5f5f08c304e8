"""State × action × role: what duties say, worked out apart from the table that the service reads."""

import pytest

from feedback import scope
from feedback.models import Case
from feedback.services import Actor, NotAllowed
from feedback.services.acting import allow
from feedback.states import STEPS, State
from tests.feedback.cases import COMMUNE, NEIGHBOUR, Desk
from tests.feedback.test_desk import BASE, press, refused
from tests.people import person, signed_in
from tests.world import World

WORK = {"received", "assigned", "transferred", "reopened"}
DONE = {"approved", "published", "closed"}
ANY = {str(state) for state in State}
HEADS, WRITERS = {"desk_officer", "leader"}, {"desk_officer", "leader", "specialist"}
# Act: the states from which, and the roles that may (a specialist only with what is assigned to her).
OFFICERS = {
    "assign": (WORK, HEADS),
    "ask-sender": (WORK, WRITERS),
    "resume": ({"waiting-sender"}, WRITERS),
    "transfer": (WORK, HEADS),
    "lengthen": (WORK, HEADS),
    "draft": (WORK, WRITERS),
    "answer": (WORK, WRITERS),
    "return": ({"answered"}, {"leader"}),
    "approve": ({"answered"}, {"leader"}),
    "publish": ({"approved", "closed"}, HEADS),
    "withdraw": ({"published"}, HEADS),
    "close": ({"approved", "sealed"}, HEADS),
    "seal": (WORK, HEADS),
    "unseal": ({"sealed"}, HEADS),
    "refuse": (WORK, HEADS),
    "remove": (ANY - {"removed", "sealed", "published"}, {"leader"}),
    "merge": (WORK, HEADS),
    "note": (ANY - {"removed"}, WRITERS),
    "seen": (ANY, WRITERS),
    "correct": (ANY, HEADS),
    "revoke": (ANY - {"published"}, HEADS),
    "restrict": (ANY, HEADS),
    "unrestrict": (ANY, HEADS),
    "hold": (ANY, {"leader"}),
    "release": (ANY, {"leader"}),
}
SENDERS = {"reply": {"waiting-sender"}, "letter": ANY, "rate": DONE, "reopen": DONE}
NOBODYS = {"anonymise"}
NEWS = {"wait_until": "2030-01-01T00:00:00Z", "look_since": "2026-01-01T00:00:00Z"}


def test_every_role_may_do_in_every_state_what_its_duties_say_and_nothing_else(world: World) -> None:
    desk, other = Desk(world), Desk(world, NEIGHBOUR)
    people = {
        "desk_officer": desk.officer,
        "leader": desk.leader,
        "specialist": desk.specialist,
        "counter_clerk": person(world, "counter_clerk", COMMUNE),
        "editor": person(world, "editor", COMMUNE),
        "neighbour": other.leader,
    }
    case = desk.assigned()
    assert {*OFFICERS, *SENDERS, *NOBODYS} == {str(action) for action in STEPS}
    tried = 0
    for state in State:
        Case.objects.filter(pk=case.pk).update(state=state, **NEWS)
        case.refresh_from_db()
        for role, user in people.items():
            allowed = {str(action) for action in scope.actions(user, case)}
            sees = not (role == "specialist" and state == State.SEALED)
            expected = {act for act, (states, roles) in OFFICERS.items() if state in states and role in roles}
            expected = expected if sees else set()
            assert allowed == expected, (state, role)
            tried += len(STEPS)
        for action, step in STEPS.items():
            if state in SENDERS.get(str(action), set()):
                allow(case, action, step, Actor.sender())
            else:
                with pytest.raises(NotAllowed):
                    allow(case, action, step, Actor.sender())
    assert tried == len(State) * len(people) * len(STEPS)


def test_what_the_table_rules_out_is_refused_by_request_and_changes_nothing(world: World) -> None:
    desk = Desk(world)
    case = desk.assigned()
    clients = {role: signed_in(getattr(desk, role)) for role in ("officer", "leader", "specialist")}
    names = {"officer": "desk_officer"}
    data = {"reason": "Lý do ghi rõ.", "text": "Câu trả lời đủ dài để gửi duyệt.", "handler": desk.officer.pk}
    data |= {"agency": world.agencies["40"].pk, "kind": "special", "into": f"{desk.case().pk:06d}"}
    data |= {"until": "2026-12-31"}
    tried = 0
    for state in (State.ASSIGNED, State.APPROVED):
        Case.objects.filter(pk=case.pk).update(state=state)
        case.refresh_from_db()
        before = (case.state, case.version)
        for role, client in clients.items():
            for action, (states, roles) in OFFICERS.items():
                if state in states and names.get(role, role) in roles:
                    continue
                assert refused(press(client, case, action, **data)), (state, role, action)
                tried += 1
            for action in ("rate", "reopen", "reply", "anonymise", "receive", "khong-co"):
                assert refused(press(client, case, action, satisfaction="yes", **data)), (state, role, action)
        case.refresh_from_db()
        assert (case.state, case.version) == before
    assert tried > 50
    assert clients["officer"].get(f"{BASE}{case.pk}/viec/").status_code == 405
