"""The one slug function."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.slugs import slugify_vi


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đăng ký khai tử", "dang-ky-khai-tu"),
        ("Cấp đổi Giấy chứng nhận (đất đai)", "cap-doi-giay-chung-nhan-dat-dai"),
        ("Xã Yên Hoà", "xa-yen-hoa"),
        ("Xã Yên Hòa", "xa-yen-hoa"),
        ("  --  ", "muc"),
        ("漢字", "muc"),
    ],
)
def test_slugs_keep_every_vietnamese_letter(text: str, slug: str) -> None:
    assert slugify_vi(text) == slug


@given(st.text(), st.integers(min_value=5, max_value=120))
def test_a_slug_is_never_empty_nor_too_long_and_is_its_own_slug(text: str, length: int) -> None:
    slug = slugify_vi(text, length)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= length
    assert slugify_vi(slug, length) == slug


def test_a_long_name_is_cut_between_words() -> None:
    slug = slugify_vi("Đăng ký biến động quyền sử dụng đất " * 6, 80)
    assert len(slug) <= 80
    assert set(slug.split("-")) <= {"dang", "ky", "bien", "dong", "quyen", "su", "dung", "dat"}
