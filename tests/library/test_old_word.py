"""Word's old formats through a real LibreOffice: what it makes of files of its own."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from portal.core.vietnamese import old_fonts
from portal.library.word import Aside, Picture, Prose, Table, from_upload
from portal.library.word.blocks import Span
from tests.library import manuscripts
from tests.library.manuscripts import TEXT

pytestmark = pytest.mark.slow
NUMBERS = [
    ["dọc", "ngang", "", ""],
    ["", "1.1", "1.2", "1.3"],
    ["2.0", "2.1", "cả hai", ""],
    ["3.0", "3.1", "", ""],
]
SPANS = [Span(0, 0, 2, 1), Span(0, 1, 1, 3), Span(2, 2, 2, 2)]


@pytest.fixture(scope="module")
def made(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Files in both formats, by their names: "whole.doc", "tcvn3.rtf" …"""
    folder = tmp_path_factory.mktemp("old")
    sources = {
        "whole": whole(),
        "tcvn3": manuscripts.old_letters(old_fonts.Coding.TCVN3, ".VnTime"),
    }
    for name, content in sources.items():
        (folder / f"{name}.docx").write_bytes(content)
    for ending in ("doc", "rtf"):
        convert(soffice, ending, *[folder / f"{name}.docx" for name in sources])
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".doc", ".rtf")}


def convert(soffice: str, ending: str, *files: Path) -> None:
    """As a person would, with a profile beside the files."""
    folder = files[0].parent
    profile = (folder / "profile").as_uri()
    words = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, "--outdir"]
    subprocess.run([*words, folder, *files], check=True, capture_output=True, timeout=120)


def whole() -> bytes:
    """A notice with a table of joined cells, a picture and a paragraph behind them."""
    document = docx.Document()
    for words in ("THÔNG BÁO", "Về việc tiêm phòng cho đàn trâu, bò"):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(words).bold = True
    document.add_paragraph(TEXT)
    manuscripts.spans(document)
    document.add_paragraph("Sau bảng còn chữ.")
    document.add_picture(manuscripts.picture())
    document.add_paragraph("Hết.")
    return manuscripts.saved(document)


def linked_picture(address: str) -> bytes:
    """A picture that is only linked, at an address."""

    def change(name: str, data: bytes) -> bytes:
        outside = f'Target="{address}" TargetMode="External"'.encode()
        linked = data.replace(b'Target="media/image1.jpg"', outside)
        return linked.replace(b"r:embed", b"r:link") if name == "word/document.xml" else linked

    document = docx.Document()
    document.add_paragraph(TEXT)
    document.add_picture(manuscripts.picture())
    document.add_paragraph("Hết.")
    return manuscripts.changed(manuscripts.saved(document), change)


@pytest.mark.parametrize("ending", ["doc", "rtf"])
def test_text_tables_and_pictures_come_through_libreoffice(made: dict[str, bytes], ending: str) -> None:
    found = from_upload(made[f"whole.{ending}"])
    assert found.title == "Thông báo về việc tiêm phòng cho đàn trâu, bò"
    assert found.lead == TEXT
    [table] = [block for block in found.blocks if isinstance(block, Table)]
    assert (table.rows, table.spans) == (NUMBERS, SPANS)
    [picture] = [block for block in found.blocks if isinstance(block, Picture)]
    assert (picture.width, picture.height) == (800, 500)
    words = [block.words for block in found.blocks if isinstance(block, Prose) and not block.aside]
    assert words == ["Sau bảng còn chữ.", "Hết."]


@pytest.mark.parametrize("ending", ["doc", "rtf"])
def test_text_for_an_old_font_is_whole_also_where_a_letter_is_a_soft_hyphen(
    made: dict[str, bytes], ending: str
) -> None:
    found = from_upload(made[f"tcvn3.{ending}"])
    assert found.recoding is not None
    assert (found.recoding.coding, found.recoded) == ("tcvn3", True)
    words = [block.words for block in found.blocks if block.aside in (Aside.NONE, Aside.LEAD)]
    assert words == [TEXT, "Mọi thắc mắc gửi về bộ phận một cửa để được hướng dẫn đầy đủ."]


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that writes down what it is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *words: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


def test_nothing_outside_the_file_is_fetched_and_the_program_knows_no_secret(
    soffice: str,
    listener: tuple[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, asked = listener
    source = tmp_path / "outside.docx"
    source.write_bytes(linked_picture(f"{address}/theo-doi.jpg"))
    convert(soffice, "doc", source)
    assert asked, "LibreOffice with the settings of its own fetches what is linked"
    asked.clear()
    content = (tmp_path / "outside.doc").read_bytes()
    assert address.encode() in content
    assert from_upload(content).lead == TEXT
    assert asked == []
    # What the program is given: its own folder, and nothing of the portal's environment.
    monkeypatch.setenv("SECRET_KEY_OF_TEST", "bi-mat")
    script = tmp_path / "bin" / "soffice"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\n/usr/bin/env > {tmp_path}/env\nexec {soffice} "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")
    assert from_upload(content).lead == TEXT
    known = (tmp_path / "env").read_text()
    assert "bi-mat" not in known
    assert "/word-" in next(line for line in known.splitlines() if line.startswith("HOME="))
