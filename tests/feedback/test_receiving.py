"""A case is taken in once, with a code that nobody can read out of the database and a day that is counted."""

import io
import json
import re
import threading
from dataclasses import replace

import pytest
import time_machine
from django.conf import settings
from django.db import connection, connections
from django.test import override_settings
from PIL import Image

from feedback import codes, crypto
from feedback.attachments import Upload
from feedback.models import Attachment, Case, CaseEvent
from feedback.refusals import Refused
from feedback.services import find, receive, same_sender
from portal.core.append_only import AppendOnly
from tests.feedback.cases import EMAIL, NAME, PHONE, TEXT, TITLE, at, sent, submission
from tests.world import World


def stored_rows() -> str:
    """Everything the desk's tables hold, as the database has it."""
    with connection.cursor() as cursor:
        names = [
            name for name in connection.introspection.table_names(cursor) if name.startswith("feedback_")
        ]
        rows = []
        for name in names:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608
            rows += cursor.fetchall()
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_a_code_can_be_read_aloud_and_typed_in_any_way() -> None:
    code = codes.derived("k" * 32)
    shown = codes.shown(code)
    assert re.fullmatch(r"HĐ(-[ABCDEFGHJKMNPQRTVWXYZ2346789]{4}){3}", shown)
    for typed in (
        shown,
        shown.lower(),
        shown.replace("-", ""),
        shown[3:],
        f" hd {code} ",
        shown.replace("Đ", "D"),
    ):
        assert codes.normalise(typed) == code
    wrong = [code[:place] + letter + code[place + 1 :] for place in range(12) for letter in codes.ALPHABET]
    assert {codes.normalise(one) for one in wrong if one != code} == {""}
    assert codes.derived("k" * 32) == code != codes.derived("k" * 32, 1)
    assert len({codes.derived(f"{number:032d}") for number in range(2000)}) == 2000


def test_the_receipt_names_code_and_day_and_the_database_names_nobody(world: World) -> None:
    with time_machine.travel(at("2026-03-02"), tick=False):
        receipt = sent(world)
    assert receipt.created
    assert receipt.due is not None
    assert receipt.due.day.isoformat() == "2026-03-09"
    assert receipt.case.due_at == receipt.due.at
    stored = stored_rows()
    typed = codes.normalise(receipt.code)
    for secret in (NAME, PHONE, PHONE[1:], EMAIL, "binh.tran", TITLE, TEXT, receipt.code, typed):
        assert secret not in stored
    case = Case.objects.get()
    assert (case.sender_name, case.sender_phone, case.title, case.text) == (NAME, PHONE, TITLE, TEXT)
    with pytest.raises(TypeError, match="keyed hash"):
        Case.objects.filter(title=TITLE).exists()
    event = CaseEvent.objects.get()
    assert (event.action, event.to_state, event.actor) == ("receive", "received", "sender")
    with pytest.raises(AppendOnly):
        event.save()


def test_a_case_opens_with_code_and_second_check_alone(world: World) -> None:
    receipt = sent(world)
    for check in ("5678", "0912 345 678", "binh.tran", EMAIL, "BINH.TRAN"):
        assert find(receipt.code.lower().replace("-", " "), check) == receipt.case
    for check in ("5679", "", "-", "binh", "678"):
        assert find(receipt.code, check) is None
    assert find(codes.shown(codes.derived("x" * 32)), "5678") is None
    assert find("HĐ-000", "5678") is None
    unnamed = sent(world, stream="page-problem", name="", phone="", email="")
    assert find(unnamed.code, "") == unnamed.case
    assert set(same_sender(phone="+84 912.345.678")) == {receipt.case}
    assert set(same_sender(email=EMAIL.upper())) == {receipt.case}


def test_the_same_form_again_is_the_same_case_and_code(world: World) -> None:
    first = submission(world)
    receipt = receive(first)
    again = receive(replace(first, text=f"{TEXT} Thêm."))
    assert (again.code, again.case, again.created) == (receipt.code, receipt.case, False)
    assert again.due == receipt.due
    assert Case.objects.count() == CaseEvent.objects.count() == 1


def test_what_is_wrong_is_told_at_its_field_and_all_at_once(world: World) -> None:
    with pytest.raises(Refused) as refused:
        sent(
            world,
            title="A",
            text="?",
            phone="0912",
            email="binh",
            stream="rule-feedback",
            name="",
            address="",
        )
    assert set(refused.value.message_dict) == {"title", "text", "phone", "email", "name", "address"}
    assert "0912 345 678" in refused.value.message_dict["phone"][0]
    with pytest.raises(Refused) as refused:
        sent(world, phone="", email="")
    assert set(refused.value.message_dict) == {"phone"}
    assert sent(world, phone="+84 912 345 678").case.sender_phone == PHONE
    assert sent(world, phone="(0238) 3.844.522").case.sender_phone == "02383844522"
    assert Case.objects.count() == 2


def test_a_complaint_is_sealed_and_lies_elsewhere(world: World) -> None:
    receipt = sent(world, complaint=True)
    assert receipt.due is None
    assert receipt.case.state == "sealed"
    assert (receipt.case.agency.code, receipt.case.complained_agency) == ("40", world.agencies["17950"])


def test_keys_can_be_changed_and_old_ones_still_open(world: World) -> None:
    with override_settings(PORTAL_FEEDBACK_KEYS=["khoa-cu"]):
        receipt = sent(world)
    with override_settings(PORTAL_FEEDBACK_KEYS=["khoa-moi", "khoa-cu"]):
        assert Case.objects.get().sender_name == NAME
        assert find(receipt.code, "5678") == receipt.case
    with override_settings(PORTAL_FEEDBACK_KEYS=["khoa-moi"]), pytest.raises(crypto.Unreadable):
        Case.objects.get()


def a_photo(kind: str = "JPEG") -> bytes:
    """A picture whose EXIF block says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "MayAnhCuaBinh"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, kind, exif=exif)
    return out.getvalue()


def test_files_are_known_by_content_renamed_and_freed_of_hidden_data(world: World) -> None:
    uploads = [Upload("../CCCD Trần Thị Bình.pdf.jpg", a_photo()), Upload("don.pdf", b"%PDF-1.4\n%%EOF")]
    case = sent(world, uploads=uploads).case
    photo, paper = case.attachments.all()
    assert photo.original_name == "CCCD Trần Thị Bình.pdf.jpg"
    assert (photo.kind, paper.kind, photo.scan) == ("jpg", "pdf", "off")
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}\.jpg", str(photo.file.name))
    assert photo.file.path.startswith(str(settings.PORTAL_PRIVATE_ROOT))
    assert "/media/" not in photo.file.path
    with photo.file.open() as kept:
        assert b"MayAnhCuaBinh" not in kept.read()
    with pytest.raises(ValueError, match="not accessible via a URL"):
        _ = photo.file.url
    before = Attachment.objects.count()
    with pytest.raises(Refused) as refused:
        sent(world, uploads=[Upload("anh.jpg", b"MZ\x90 not a picture"), Upload("x.png", b""), *uploads])
    assert len(refused.value.message_dict["uploads"]) == 2
    assert refused.value.message_dict["uploads"][0].startswith("anh.jpg: Chỉ nhận tệp PDF")
    with pytest.raises(Refused, match="nhiều nhất 5 tệp"):
        sent(world, uploads=uploads * 3)
    assert Attachment.objects.count() == before


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_parallel_posts_make_distinct_codes_and_one_case_a_form(world: World) -> None:
    forms = [submission(world, title=f"Câu hỏi thứ {number}") for number in range(12)]
    given: list[tuple[str, int]] = []
    lock = threading.Lock()

    def post(number: int) -> None:
        receipt = receive(forms[number // 2])
        with lock:
            given.append((receipt.code, receipt.case.pk))
        connections.close_all()

    threads = [threading.Thread(target=post, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == 24
    assert len(set(given)) == 12
    assert len({code for code, _case in given}) == Case.objects.count() == 12
