"""A file that arrives damaged is refused in words, never by an error page."""

import io
import zipfile

import pytest

from feedback.attachments import Upload, checked
from feedback.refusals import Refused


@pytest.mark.parametrize("damage", [b"\xff" * 40, b"\x00" * 40])
def test_damaged_office_file_is_refused_in_words(damage: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>" * 40)
        made.writestr("word/document.xml", "<w:document/>" * 40)
    whole = out.getvalue()
    start = whole.index(b"word/document.xml") + len("word/document.xml")
    broken = whole[:start] + damage[:8] + whole[start + 8 :]
    assert len(broken) == len(whole)
    with pytest.raises(Refused, match="hỏng"):
        checked([Upload("don.docx", broken)])
