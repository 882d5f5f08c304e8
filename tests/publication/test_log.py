"""The publication log: one unbroken chain, written with the act or not at all."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from portal.core.append_only import AppendOnly
from portal.publication import chain
from portal.publication.models import ChainTip, PublicationEntry
from portal.publication.services import record_acts
from tests.publication.lines import act

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def recomputed(entry: PublicationEntry) -> str:
    """The hash of a line by the description in portal.publication.chain, without its code."""
    columns = "sequence act object_type object_id version scope_kind scope visible_from logged_at actor_role "
    columns += "content_hash previous_hash"
    fields = []
    for name in columns.split():
        value = getattr(entry, name)
        if isinstance(value, datetime):
            value = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        fields.append(str(value))
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def assert_one_chain(length: int) -> None:
    previous = "0" * 64
    entries = list(PublicationEntry.objects.order_by("sequence"))
    assert [entry.sequence for entry in entries] == list(range(1, length + 1))
    for entry in entries:
        assert entry.previous_hash == previous
        assert entry.entry_hash == recomputed(entry)
        previous = entry.entry_hash
    tip = ChainTip.objects.get()
    assert (tip.sequence, tip.entry_hash) == (length, previous)


def test_every_line_hashes_its_columns_and_the_line_before() -> None:
    with transaction.atomic():
        record_acts([act(1)])
        record_acts([act(2, visible_from=datetime(2027, 1, 1, tzinfo=timezone(timedelta(hours=7)))), act(3)])
        record_acts([])
    assert_one_chain(3)


def test_a_batch_larger_than_one_statement_keeps_its_order() -> None:
    with transaction.atomic():
        record_acts(act(number) for number in range(1, 1201))
    assert_one_chain(1200)
    assert PublicationEntry.objects.get(sequence=1200).object_id == "1200"


def test_a_changed_column_no_longer_fits_its_hash() -> None:
    with transaction.atomic():
        record_acts([act()])
    for column, value in (("scope", "16681"), ("act", "withdrawn"), ("content_hash", "f" * 64)):
        entry = PublicationEntry.objects.get()
        setattr(entry, column, value)
        assert recomputed(entry) != entry.entry_hash, column


def test_the_log_keeps_a_hash_and_never_the_content() -> None:
    secret = {"title": "Thu hồi đất hộ ông Nguyễn Văn A"}
    with transaction.atomic():
        (entry,) = record_acts([act(content=secret)])
    columns = PublicationEntry.objects.values_list().get()
    assert "Nguyễn Văn A" not in str(columns)
    assert entry.content_hash == chain.content_hash(dict(reversed(list(secret.items()))))


def test_lines_are_neither_changed_nor_deleted_by_their_model() -> None:
    with transaction.atomic():
        (entry,) = record_acts([act()])
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.delete()


def test_an_act_that_is_undone_leaves_no_line() -> None:
    with transaction.atomic():
        record_acts([act()])
        transaction.set_rollback(True)
    assert not PublicationEntry.objects.exists()
    with transaction.atomic():
        record_acts([act(2)])
    assert_one_chain(1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_line_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        record_acts([act()])
    assert not PublicationEntry.objects.exists()
