"""What is public of the question desk: answers, figures, what is late; and that nothing else is."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback import review
from feedback.models import PublicQuestion
from feedback.services import Actor, act
from feedback.states import Action
from portal.publication.verify import reconcile
from procedures_pages.services.publishing import version_published
from search.models import SearchEntry
from search.outbox import drain
from tests.feedback.asking import COMMUNE, MORNING, page
from tests.feedback.cases import Desk, do
from tests.procedures_pages.factories import version
from tests.world import World

HERE = "17951"
DESK = f"{COMMUNE}hoi-dap/"
TITLE, QUESTION = "Xin bản sao trích lục ở đâu?", "Mất bản gốc thì xin bản sao trích lục ở đâu?"
ANSWER = "Ông, bà nộp tờ khai tại quầy số 4 để được cấp bản sao trích lục."


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MORNING, tick=False) as found:
        yield found


def published(desk: Desk) -> PublicQuestion:
    case = desk.approved()
    do(
        case,
        Action.PUBLISH,
        desk.officer,
        title=TITLE,
        question=QUESTION,
        answer=ANSWER,
        procedure_codes=["2.000635"],
    )
    return PublicQuestion.objects.get(case=case)


def test_the_provinces_home_shows_what_many_answer_alike_once_and_says_who(
    world: World, client: Client
) -> None:
    for code in ("17950", HERE):
        published(Desk(world, code))
    home = page(client.get("/"))
    assert home.count(TITLE) == 1
    assert home.count("Xã Anh Sơn ·") == 1
    own = page(client.get(COMMUNE))
    assert own.count(TITLE) == 1
    assert "Xã Anh Sơn ·" not in own


def test_an_answer_is_public_everywhere_and_gone_everywhere(
    world: World, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    desk = Desk(world, HERE)
    with django_capture_on_commit_callbacks(execute=True):
        version("2.000635", "Cấp bản sao trích lục hộ tịch")
        question = published(desk)
    while drain():
        pass
    address = f"{DESK}{question.pk}/{question.slug}/"
    shown = page(client.get(address))
    for words in (TITLE, QUESTION, ANSWER, "Một người dân hỏi", "Cấp bản sao trích lục hộ tịch", "canonical"):
        assert words in shown
    procedure = "/xa-phuong/xa-anh-son/thu-tuc/2.000635/cap-ban-sao-trich-luc-ho-tich/"
    search = f"{COMMUNE}tim-kiem/?q=trich+luc+o+dau"
    doors = {
        DESK: TITLE,
        "/hoi-dap/": TITLE,
        f"/hoi-dap/{question.pk}/{question.slug}/": ANSWER,
        f"{DESK}rss/": TITLE,
        search: question.slug,
        procedure: TITLE,
        COMMUNE: TITLE,
        "/nhat-ky-cong-bo/": TITLE,
    }
    for door, words in doors.items():
        assert words in page(client.get(door)), door
    assert client.get(f"{DESK}{question.pk}/khac/")["Location"] == address
    assert client.get(f"/co-quan/so-tu-phap/hoi-dap/{question.pk}/{question.slug}/").status_code == 404
    assert client.get(f"{DESK}999/khong-co/").status_code == 404
    assert client.get(f"{DESK}?trang=2").status_code == 404
    assert reconcile() == []

    with django_capture_on_commit_callbacks(execute=True):
        do(question.case, Action.WITHDRAW, desk.officer, reason="Đã có quy định mới.")
    gone = client.get(address)
    assert gone.status_code == 410
    assert ANSWER not in page(gone)
    for door in doors:
        assert ANSWER not in page(client.get(door)), door
        assert TITLE not in page(client.get(door)), door
    assert question.slug not in page(client.get(search))
    assert not SearchEntry.objects.filter(kind="answer").exists()
    assert reconcile() == []


def test_an_answer_needs_a_look_when_its_procedure_changes(world: World, client: Client, clock: Any) -> None:
    procedure = version("2.000635", "Cấp bản sao trích lục hộ tịch")
    clock.shift(60)
    question = published(Desk(world, HERE))
    address = f"{DESK}{question.pk}/{question.slug}/"
    assert review.mark() == ""
    assert "Cần rà soát" not in page(client.get(address))
    clock.shift(timedelta(days=1))
    procedure.conditions = "Người có tên trong sổ hộ tịch."
    procedure.save()
    version_published(procedure)
    assert review.mark() == "1"
    assert review.mark() == ""
    assert "Cần rà soát" in page(client.get(address))


def test_nothing_of_a_case_is_public(world: World, client: Client, clock: Any) -> None:
    desk = Desk(world, HERE)
    case = desk.answered()
    clock.shift(timedelta(days=20))
    for door in (DESK, f"{DESK}qua-han/", f"{DESK}thong-ke/", f"{DESK}thong-ke.csv", f"{DESK}rss/", COMMUNE):
        answer = client.get(door)
        told = answer.getvalue().decode()
        for secret in (case.title, case.text, case.sender_name, case.sender_phone, case.sender_email):
            assert secret
            assert secret not in told, door
    late = page(client.get(f"{DESK}qua-han/"))
    assert "Đã quá hạn" in late
    assert "Xã Anh Sơn" in page(client.get("/hoi-dap/qua-han/"))


def test_figures_are_what_the_rows_give_and_no_act_makes_them_better(
    world: World, client: Client, clock: Any
) -> None:
    desk = Desk(world, HERE)
    for _each in range(6):
        desk.approved()
    late = [desk.case() for _each in range(3)]
    waiting, removed, refused, reopened = (desk.assigned() for _each in range(4))
    do(waiting, Action.ASK_SENDER, desk.officer, reason="Ông, bà nộp ngày nào?")
    do(refused, Action.REFUSE, desk.officer, reason="Không rõ nội dung gì.")
    sealed = desk.case()
    do(sealed, Action.SEAL, desk.officer, reason="Đơn này là tố cáo cán bộ.")
    clock.shift(timedelta(days=20))
    do(removed, Action.REMOVE, desk.leader, reason="Nội dung bịa đặt về người khác.")
    do(reopened, Action.ANSWER, desk.specialist, text=ANSWER)
    do(reopened, Action.APPROVE, desk.leader)
    act(reopened, Action.REOPEN, Actor.sender(), reason="Tôi vẫn chưa rõ ạ.")
    do(late[0], Action.REFUSE, desk.officer, reason="Không rõ nội dung gì.")

    answer = client.get("/hoi-dap/thong-ke.csv?nam=2026")
    text = answer.getvalue().decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff").partition("\n#")[0])))
    assert len(rows) == 13
    assert {row["ma_co_quan"] for row in rows} == {HERE}
    shown = page(client.get(f"{DESK}thong-ke/?nam=2026"))
    # In time: six answers and one refusal; late: three cases, the removed and the reopened one.
    told = {"received": 13, "in_time": 7, "late": 5, "open": 4, "reopened": 1, "refused": 2, "removed": 1}
    assert "58,3%" in shown
    file = Path(settings.PORTAL_VAR) / "thong-ke.csv"
    file.write_text(text, encoding="utf-8")
    script = Path(settings.BASE_DIR) / "deploy" / "verify_statistics.py"
    ran = subprocess.run(
        [sys.executable, "-I", str(script), str(file)], capture_output=True, text=True, check=True
    )
    line = next(csv.DictReader(io.StringIO(ran.stdout)))
    assert {name: int(line[name]) for name in told} == told
    assert (line["percent"], line["agency"]) == ("58.3", HERE)
    assert client.get(f"{DESK}thong-ke/?nam=1890").status_code == 404


def test_each_page_stays_within_its_queries(world: World, client: Client) -> None:
    desk = Desk(world, HERE)
    question = published(desk)
    budgets = {
        DESK: 6,
        f"{DESK}{question.pk}/{question.slug}/": 8,
        f"{DESK}thong-ke/": 6,
        f"{DESK}qua-han/": 6,
        f"{DESK}tra-cuu/": 4,
    }
    dearer = {}
    for address, budget in budgets.items():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        if len(asked) > budget:
            dearer[address] = [query["sql"][:140] for query in asked.captured_queries]
    assert dearer == {}
