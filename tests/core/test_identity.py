"""How a site names itself."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from portal.core import identity

PROVINCE = SimpleNamespace(name="Tỉnh Nghệ An", name_en="Nghe An Province", level="province")


@pytest.mark.parametrize(
    ("name", "level", "org", "label", "site"),
    [
        (
            "Xã Vân Tụ",
            "commune",
            "Ủy ban nhân dân xã Vân Tụ",
            "Trang thông tin điện tử",
            "Trang thông tin điện tử xã Vân Tụ, tỉnh Nghệ An",
        ),
        (
            "Sở Tư pháp tỉnh Nghệ An",
            "department",
            "Trang thông tin điện tử",
            "Sở Tư pháp tỉnh Nghệ An",
            "Trang thông tin điện tử Sở Tư pháp tỉnh Nghệ An",
        ),
        (
            "Tỉnh Nghệ An",
            "province",
            "Ủy ban nhân dân tỉnh Nghệ An",
            "Cổng thông tin điện tử",
            "Cổng thông tin điện tử tỉnh Nghệ An",
        ),
    ],
)
def test_a_site_names_its_agency_and_the_province_once(
    name: str, level: str, org: str, label: str, site: str
) -> None:
    found = identity.of(SimpleNamespace(name=name, name_en="", level=level), PROVINCE)
    assert (found.org, found.label, found.site) == (org, label, site)


def test_english_pages_use_the_english_name() -> None:
    with translation.override("en"):
        assert "Nghe An Province" in identity.of(PROVINCE, PROVINCE).site


def test_a_portal_that_is_not_set_up_has_a_name_too() -> None:
    assert identity.of(None, None).site == "Cổng thông tin điện tử"
