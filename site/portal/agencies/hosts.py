"""Names of sites as Nghị định 224/2026/NĐ-CP Điều 11 khoản 4 wants them; what differs is told, never refused.

The province: ``<tỉnh>.gov.vn``; a department: ``<cơ quan>.<tỉnh>.gov.vn``, abbreviated or in full, without
diacritics or in English; a commune: ``<xã, phường>.<tỉnh>.gov.vn``, in full and without diacritics.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.core.slugs import slugify_vi

NATIONAL = ".gov.vn"
# The decree's own exception for Thành phố Hồ Chí Minh.
PROVINCE_NAMES = {"hochiminh": ("hochiminhcity",)}
KINDS = ("xa-", "phuong-", "dac-khu-", "tinh-", "thanh-pho-")


def joined(name: str) -> str:
    """A name as one part of a host: "Xã Vân Tụ" → "xavantu"."""
    return slugify_vi(name, 200).replace("-", "")


def bare(name: str) -> str:
    """The same without the kind of unit: "Xã Vân Tụ" → "vantu"."""
    slug = slugify_vi(name, 200)
    for kind in KINDS:
        if slug.startswith(kind):
            slug = slug[len(kind) :]
            break
    return slug.replace("-", "")


def province_hosts(province_name: str) -> tuple[str, ...]:
    """The host names that a province may bear."""
    name = bare(province_name)
    return tuple(f"{word}{NATIONAL}" for word in PROVINCE_NAMES.get(name, (name,)))


def differences(level: str, name: str, hostname: str, province_name: str) -> list[str]:
    """What in a host name is not as the decree wants it, in words; none when all is well."""
    if not hostname:
        return []
    wanted = province_hosts(province_name)
    if level == Agency.Level.PROVINCE:
        return [] if hostname in wanted else [_("Tên miền của tỉnh phải là %s.") % " hoặc ".join(wanted)]
    own, _dot, above = hostname.partition(".")
    found = []
    if above not in wanted:
        found.append(_("Tên miền phải đứng dưới tên miền của tỉnh: …%(host)s.") % {"host": "." + wanted[0]})
    if level == Agency.Level.COMMUNE and own.replace("-", "") not in (joined(name), bare(name)):
        found.append(
            _("Tên của xã, phường trong tên miền phải viết đủ, không dấu: %(short)s hoặc %(long)s.")
            % {"short": bare(name), "long": joined(name)}
        )
    return found


def basis() -> str:
    """The article, as it is named beside each difference."""
    return _("Nghị định 224/2026/NĐ-CP, Điều 11 khoản 4")
