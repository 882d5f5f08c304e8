"""A page as it is read out: what is said, in which order, and what is not."""

from portal.core.previews import as_printed
from portal.core.reading import read_out

PAGE = """
<!doctype html><html><head><title>x</title></head><body>
<nav aria-label="Chính"><a href="/">Trang chủ</a></nav>
<main><h1>Đăng ký <b>khai sinh</b></h1><script>bad()</script><p hidden>ẩn</p><span aria-hidden="true">★</span>
<p>Xem <a href="/a/">tại đây</a> hoặc <a href="/b/"><svg></svg></a>.</p>
<img src="x" alt="Sân ủy ban"><img src="y"><img src="z" alt="">
<ol><li>Nộp</li><li>Nhận <i>kết quả</i></li></ol>
<table><caption>Lệ phí</caption>
<tr><th>Loại</th><th>Mức</th></tr><tr><td>Mới</td><td>8.000 đ</td></tr></table>
<!-- ghi chú --><button aria-label="Gửi đi"><i>→</i></button><input name="q" aria-label="Tìm">
<a href="/c/"><h3>Tin</h3><p>mới</p></a></main></body></html>
"""


def test_a_page_is_read_in_its_order_and_nothing_hidden_is_said() -> None:
    assert [line.text for line in read_out(PAGE)] == [
        "Điều hướng: Chính",
        "Trang chủ [liên kết]",
        "Nội dung chính",
        "Tiêu đề cấp 1: Đăng ký khai sinh",
        "Xem tại đây [liên kết] hoặc [Liên kết không có tên] .",
        "[Hình: Sân ủy ban] [Hình không có mô tả]",
        "Danh sách, 2 mục",
        "1. Nộp",
        "2. Nhận kết quả",
        "Bảng Lệ phí, 1 dòng",
        "Loại: Mới; Mức: 8.000 đ",
        "Gửi đi [nút] [Ô nhập: Tìm]",
        "Tin mới [liên kết]",
    ]


def test_print_is_the_same_page_with_one_script_more() -> None:
    html = as_printed(PAGE).content.decode()
    assert html.count("preview-print") == 1
    assert "Sân ủy ban" in html
