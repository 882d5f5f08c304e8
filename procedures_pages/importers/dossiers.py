"""Dossiers: papers, headings that sources list as papers, and forms with the papers they belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from portal.core.text import fold
from procedures_pages.importers import values
from procedures_pages.importers.parsed import ParsedCase, ParsedForm, ParsedPaper

_MARK = re.compile(r"^[\s\-+*•.()\[\]“”\"'\d]*(?:[a-zđ]\)|[ivx]+\.)?\s*")
_HEADING = re.compile(
    r"^(?:truong hop|luu y|ghi chu|chu y|ho so (?:gom|bao gom)|thanh phan ho so|so luong ho so|doi voi|"
    r"giay to phai (?:nop|xuat trinh|gui)|cac giay to (?:sau|phai)|trong thoi han|ca nhan co quyen|"
    r"nguoi (?:yeu cau|nop|co yeu cau)|co quan (?:dang ky|tiep nhan)|khi nop|khi lam thu tuc|"
    r"khong (?:phai|yeu cau)|yeu cau doi voi|quy dinh ve|mot trong cac)"
)
_FORM_NUMBER = re.compile(r"\bmau(?: so)?[ .:]*((?:[a-z]{0,2}\d{1,3}[a-z]?)|[a-z]\d{1,2})\b")
_FILE_NUMBER = re.compile(
    r"(?:^|[^a-z])(?:mau(?:\s*so)?|mus|mu)[ ._-]*0*((?:[a-z]{0,2}\d{1,3}[a-z]?))(?![a-z\d])"
)


@dataclass(slots=True)
class Dossier:
    """What a source's dossier is read into."""

    cases: list[ParsedCase] = field(default_factory=list)
    forms: dict[str, ParsedForm] = field(default_factory=dict)

    def case(self, name: str) -> ParsedCase:
        """The case of that name, made at its first mention."""
        for case in self.cases:
            if case.name == name:
                return case
        self.cases.append(ParsedCase(name=name))
        return self.cases[-1]

    def add_form(self, file_name: str) -> str:
        """Note a form by its file; returns its readable name, empty when the file has no name."""
        file_name = values.line(file_name, 500)
        name = readable(file_name)
        if not name:
            return ""
        self.forms.setdefault(fold(name), ParsedForm(name=name[:500], file_name=file_name))
        return self.forms[fold(name)].name


def readable(file_name: str) -> str:
    """A file's name for people: no folder, no ending, no copy number, no underscores, no final comma."""
    name = PurePosixPath(file_name.replace("\\", "/")).name
    name = re.sub(r"\.(?:docx?|pdf|xlsx?|rtf|odt|zip|rar|jpe?g|png)$", "", name, flags=re.IGNORECASE)
    name = re.sub(r"\s*\(\d+\)$", "", name.replace("_", " "))
    return values.line(name).strip(" ,;.")


def is_heading(name: str, originals: int | None, copies: int | None, *, has_form: bool) -> bool:
    """Whether a line of the dossier is a heading or a note: no quantities, no form, words of a heading."""
    if originals or copies or has_form:
        return False
    if originals is None and copies is None:
        return False
    plain = _MARK.sub("", fold(name))
    return name.rstrip().endswith(":") or bool(_HEADING.match(plain))


def form_of(paper_name: str, form_name: str) -> str:
    """The form's name if it may belong to the paper; empty when the two name different form numbers.

    Sources swap attachments ("Mẫu số 03" carries the file of "Mẫu 2a"): better no link than a wrong one.
    """
    if not form_name:
        return ""
    wanted = {number.lstrip("0") for number in _FORM_NUMBER.findall(fold(paper_name))}
    found = {number.lstrip("0") for number in _FILE_NUMBER.findall(fold(form_name))}
    return "" if wanted and found and not wanted & found else form_name


def paper(
    name: str,
    *,
    code: str = "",
    note: str = "",
    originals: int | None,
    copies: int | None,
    required: bool | None = None,
    has_electronic_form: bool | None = None,
    form: str = "",
) -> ParsedPaper | None:
    """A line of a dossier; None when the line says nothing."""
    if not name:
        return None
    return ParsedPaper(
        name=name,
        code=code[:60],
        note=note,
        originals=originals,
        copies=copies,
        required=required,
        has_electronic_form=has_electronic_form,
        is_note=is_heading(name, originals, copies, has_form=bool(form)),
        form=form_of(name, form),
    )
