"""How somebody is reached: names, telephone numbers and e-mail addresses, checked and in one form."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from feedback import crypto
from feedback.refusals import Refused
from portal.agencies.models import Agency
from portal.core.text import one_line

# Mobiles have ten digits, landlines (02…) ten or eleven.
_MOBILE, _LANDLINE = re.compile(r"0[35789]\d{8}"), re.compile(r"02\d{8,9}")


def name(typed: str) -> str:
    """A name as it was typed, 2 to 80 letters; empty stays empty. Raises Refused."""
    text = one_line(typed)
    if text and (not 2 <= len(text) <= 80 or not any(letter.isalpha() for letter in text)):
        raise Refused(_("Nhập họ và tên từ 2 đến 80 chữ cái."))
    if re.search(r"\d{6,}", text):
        raise Refused(_("Chỉ nhập họ và tên, không nhập số."))
    return text


def phone(typed: str) -> str:
    """A Vietnamese number as ten or eleven digits from 0; blanks, dots, dashes, +84 are understood."""
    text = unicodedata.normalize("NFKC", typed).strip()
    digits = re.sub(r"[\s.()–-]", "", text)
    digits = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))0?", "0", digits)
    if text and not (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)):
        raise Refused(_("Nhập số điện thoại có 10 chữ số, ví dụ 0912 345 678."))
    return digits


def email(typed: str) -> str:
    """An e-mail address; empty stays empty. Raises Refused."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if text:
        try:
            validate_email(text)
        except ValidationError as error:
            raise Refused(_("Nhập thư điện tử có dạng ten@example.vn.")) from error
    return text


def phone_hash(number: str) -> str:
    """By which all cases of a number are found."""
    return crypto.keyed_hash("phone", number) if number else ""


def email_hash(address: str) -> str:
    """By which all cases of an address are found."""
    return crypto.keyed_hash("email", address.lower()) if address else ""


def reception_of(agency: Agency) -> Agency:
    """Where a complaint about an agency is kept: the citizens' reception of the province.

    A complaint must not lie with whom it is about: the inspectorate takes those about the province itself.
    """
    province = Agency.objects.filter(level=Agency.Level.PROVINCE).order_by("pk").first() or agency
    if province.pk != agency.pk:
        return province
    found = Agency.objects.filter(kind=Agency.Kind.INSPECTORATE, parent=province).order_by("pk").first()
    return found or province
