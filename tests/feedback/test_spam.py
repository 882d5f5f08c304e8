"""What is taken for advertising, for an identity number, and how codes are read out."""

import pytest

from feedback import spam, typed
from feedback.spam import is_advertising


@pytest.mark.parametrize(
    "text",
    [
        "Nhà cái uy tín, nạp rút nhanh, tặng code",
        "Kèo nhà cái hôm nay xem tại https://tot.example.com",
        "Vay tiền nhanh online không cần thẩm định",
        "https://a.example https://b.example https://c.example https://d.example",
    ],
)
def test_advertising_is_known(text: str) -> None:
    assert is_advertising(text)


@pytest.mark.parametrize(
    "text",
    [
        "Gần nhà tôi có người cho vay nóng, đề nghị công an xã xử lý.",
        "Quán nước đầu ngõ đánh bài đổi thưởng, ồn ào tới khuya.",
        "Xem https://dichvucong.gov.vn và https://vantu.nghean.gov.vn, tôi không thấy mẫu đơn.",
        "Tôi hỏi giá đất ở xã, trang https://thuvienphapluat.vn ghi khác.",
    ],
)
def test_what_people_write_about_is_no_advertising(text: str) -> None:
    assert not is_advertising(text)


def test_an_identity_number_is_seen_and_other_numbers_are_not() -> None:
    for text in ("số 040195001234", "căn cước 040 195 001 234 của tôi", "０４０１９５００１２３４"):
        assert typed.holds_identity_number(text), text
    for text in ("gọi 0912 345 678", "mã 1.001193", "12.500.000 đồng", "số 2296/QĐ-UBND", "ngày 01/12/2026"):
        assert not typed.holds_identity_number(text), text


def test_a_mark_comes_back_only_when_it_is_ours() -> None:
    mark = spam.read_mark(spam.new_mark())
    assert mark is not None
    assert mark.age < 5
    assert spam.read_mark("bịa") is None
    assert spam.read_mark("") is None


def test_a_code_is_read_out_and_a_title_is_made() -> None:
    assert typed.read_aloud("HĐ-7K4P-29TX-QM3C") == (
        "hát đê, bảy ca bốn pê, hai chín tê ích-xì, quy em ba xê"
    )
    assert typed.title_of("Con tôi sinh ở Đồng Nai. Tôi về quê làm khai sinh?") == "Con tôi sinh ở Đồng Nai."
    long = typed.title_of("một hai ba bốn " * 20)
    assert len(long) <= 120
    assert long.endswith("…")
