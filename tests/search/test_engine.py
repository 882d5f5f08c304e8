"""What people type finds what they mean, on both embedded indexes."""

import unicodedata

import pytest

from search.engine import search
from tests.search.things import Thing, Things

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def first(query: str) -> str:
    rows = search(query).rows
    return rows[0].name if rows else ""


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("đăng ký khai sinh", "Thủ tục đăng ký khai sinh"),
        ("dang ky khai sinh", "Thủ tục đăng ký khai sinh"),
        ("ĐĂNG KÍ KHAI SINH", "Thủ tục đăng ký khai sinh"),
        (unicodedata.normalize("NFD", "đăng ký kết hôn"), "Thủ tục đăng ký kết hôn"),
        ("ddawng kys keets hoon", "Thủ tục đăng ký kết hôn"),
        ("dang9 ky1 ta5m tru1", "Đăng ký tạm trú"),
        ("dangkytamtru", "Đăng ký tạm trú"),
        ("đnăg ký kết hôn", "Thủ tục đăng ký kết hôn"),
        ("em muốn làm giấy khai sinh cần giấy tờ gì ạ", "Thủ tục đăng ký khai sinh"),
        ("nhập hộ khẩu", "Đăng ký thường trú"),
        ("cắt hộ khẩu", "Xóa đăng ký thường trú"),
        ("mất căn cước", "Cấp lại thẻ căn cước"),
        ("lấy vợ nước ngoài", "Thủ tục đăng ký kết hôn có yếu tố nước ngoài"),
        ("mở quán", "Đăng ký thành lập hộ kinh doanh"),
        ("dẹp tiệm", "Chấm dứt hoạt động hộ kinh doanh"),
        ("bằng lái hết hạn", "Đổi giấy phép lái xe"),
        ("tạm tr", "Đăng ký tạm trú"),
    ],
)
def test_first_is_what_was_meant(names: Things, query: str, name: str) -> None:
    assert first(query) == name


def test_an_action_that_was_not_asked_for_ranks_below(names: Things) -> None:
    rows = [row.name for row in search("đăng ký tạm trú").rows]
    assert rows.index("Đăng ký tạm trú") < rows.index("Xóa đăng ký tạm trú")
    assert first("xóa đăng ký tạm trú") == "Xóa đăng ký tạm trú"


def test_a_code_finds_its_procedure_first_with_or_without_a_suffix(names: Things) -> None:
    assert first("1.000012") == "Xóa đăng ký tạm trú"
    assert first("mã 1.000012.000.00.00.H41") == "Xóa đăng ký tạm trú"
    assert len(search("1.000012").rows) == 1


def test_an_everyday_name_given_by_editors_counts_as_a_name(names: Things) -> None:
    names.add(Thing("Công nhận danh hiệu Gia đình học tập", aliases=("nhà hiếu học",)))
    assert first("nha hieu hoc") == "Công nhận danh hiệu Gia đình học tập"


def test_words_of_the_body_are_found_when_no_name_has_them(names: Things) -> None:
    names.add(Thing("Thủ tục thử nghiệm", body="Kèm bản vẽ hoàn công"))
    assert first("hoàn công") == "Thủ tục thử nghiệm"


def test_only_the_scopes_asked_for_are_searched(names: Things) -> None:
    names.add(Thing("Đăng ký thi đua", scopes=frozenset({"so-noi-vu", "agency:40-SNV"})))
    found = search("đăng ký thi đua", scopes=frozenset({"so-noi-vu"})).rows
    assert [row.name for row in found] == ["Đăng ký thi đua"]
    assert "Đăng ký thi đua" not in {
        row.name for row in search("thi đua", scopes=frozenset({"ubnd-xa"})).rows
    }
    assert search("đăng ký", scopes=frozenset()).rows == []


def test_a_repair_is_told_and_can_be_refused(names: Things) -> None:
    assert search("dang ky tam trus").repaired == "đăng ký tạm trú"
    assert search("dang ky tam tru").repaired == ""
    literal = search("dang ky tam trus", literal=True)
    assert (literal.repaired, literal.plan.clean) == ("", "dang ky tam trus")


@pytest.mark.parametrize(
    "query",
    ["", " ", "?", "'\"*()-", "NEAR(a b)", "a" * 5000, "x' OR 1=1", "\\", "😀", "%_", "AND OR NOT", "0"],
)
def test_no_query_breaks_the_search(names: Things, query: str) -> None:
    assert isinstance(search(query).rows, list)
