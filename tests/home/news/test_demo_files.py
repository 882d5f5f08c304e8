"""The news of the demonstration has drawings, a file and a table, marked as samples and made once."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from docx import Document

from home.news import demo_files
from portal.agencies import seeds as agency_seeds
from portal.core import seeds
from portal.core.seeds import SeedContext, run_seeds
from portal.library.models import PortalDocument, PortalImage
from portal.publication.models import PublicationEntry
from tests.agencies.tables import HEADING, table

PARTS = {"calendar", "clock-rules", "locales", "agencies", "news"}
ROWS = [["40", "Tỉnh Nghệ An", "tinh", "tinh", "", "", "", ""]]
NEWS = "/tin-tuc/tu-15-10-nop-ho-so-o-xa-phuong-nao-trong-tinh-cung-duoc/"


@pytest.mark.django_db
def test_drawings_and_files_are_public_marked_and_made_once(
    media: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, client: Client
) -> None:
    settings.PORTAL_DEMO = True
    monkeypatch.setattr(agency_seeds, "FILES", (table(tmp_path, ROWS, HEADING),))
    monkeypatch.setattr(seeds, "_seeds", {seed.name: seed for seed in seeds.discover() if seed.name in PARTS})
    assert len(run_seeds(SeedContext(None, lambda words: None))) == len(PARTS)

    page = BeautifulSoup(client.get(NEWS).content.decode(), "html.parser")
    [figure] = page.select("main figure")
    assert demo_files.CREDIT in figure.text
    [picture] = figure.select("img")
    assert str(picture["alt"]).startswith("Tranh vẽ: ")
    assert client.get(str(picture["src"])).status_code == 200
    [link] = page.select("main .files a")
    answer: Any = client.get(str(link["href"]))
    sheet = Document(BytesIO(b"".join(answer.streaming_content)))
    assert sheet.paragraphs[0].text == demo_files.SHEET_MARK
    assert len(sheet.paragraphs) == 6
    other = client.get("/tin-tuc/tra-xa-phuong-moi-bang-ten-xa-cu/").content.decode()
    [names] = BeautifulSoup(other, "html.parser").select("main table")
    assert "Xã Vân Tụ" in names.text

    made = (PublicationEntry.objects.count(), PortalImage.objects.count(), PortalDocument.objects.count())
    assert made[1:] == (len(demo_files.SCENES), 1)
    run_seeds(SeedContext(None, lambda words: None), force=True)
    again = (PublicationEntry.objects.count(), PortalImage.objects.count(), PortalDocument.objects.count())
    assert again == made
