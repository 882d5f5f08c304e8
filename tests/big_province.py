"""The large province: 150 agencies and all sample procedures, through the services that officials use.

Where there is no sample data (``PORTAL_SAMPLE_DATA``), 3,000 procedures are generated, always the same, with
names of real length and about 36 rows each. Budget tests therefore never lack data.
"""

import csv
import json
import random
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import call_command
from wagtail.models import Locale

import portal.agencies
import procedures_pages
from portal.agencies.provisioning import provision_file
from portal.core import calendar_file
from procedures_pages.importers.run import import_procedures

AGENCIES = 150
GENERATED = 3_000
REGISTER = Path(portal.agencies.__file__).parent / "demo" / "nghe-an.csv"
TWELVE = Path(procedures_pages.__file__).parent / "demo" / "procedures"
SAMPLE = "procedures.jsonl.gz"


def build() -> None:
    """Fill the database that Django is connected to; it must be migrated and empty."""
    calendar_file.load()
    for code, _label in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    with TemporaryDirectory() as scratch:
        provisioned = provision_file(register(Path(scratch))).plan
        assert len(provisioned.created) == AGENCIES, provisioned.counts()
        imported = import_procedures(sources(Path(scratch)), allow_vanishing=True)
    call_command("search_rebuild", stdout=StringIO())
    assert not imported.stopped, imported.stopped
    assert len(imported.plan.created) > 2_000, imported.plan.counts()


def register(folder: Path) -> Path:
    """The register of the demonstration, with further departments up to the number wanted."""
    file = folder / "agencies.csv"
    with REGISTER.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        rows = list(reader)
        columns = list(reader.fieldnames or [])
    for number in range(AGENCIES - len(rows)):
        row = dict.fromkeys(columns, "")
        row |= {"ma_don_vi": f"40-BQL{number}", "ten": f"Ban Quản lý dự án số {number + 1} tỉnh Nghệ An"}
        rows.append(row | {"loai": "ban", "cap": "so", "don_vi_cha": "40"})
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns)
        writer.writeheader()
        writer.writerows(rows)
    return file


def sources(folder: Path) -> list[Path]:
    """The sample export; without one, the generated procedures and the twelve of the demonstration."""
    sample = Path(settings.PORTAL_SAMPLE_DATA) / SAMPLE
    if sample.is_file():
        return [sample]
    file = folder / "generated.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for row in generated(GENERATED):
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    return [file, TWELVE]


ACTS = ["Cấp", "Cấp lại", "Gia hạn", "Điều chỉnh", "Thu hồi", "Đăng ký", "Xác nhận", "Công nhận", "Thẩm định"]
THINGS = [
    "giấy phép hoạt động cơ sở kinh doanh",
    "giấy chứng nhận quyền sử dụng đất và tài sản gắn liền với đất",
    "chứng chỉ hành nghề khám bệnh chữa bệnh",
    "giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
    "phương án sử dụng rừng và tài nguyên nước",
    "hồ sơ hộ tịch có yếu tố nước ngoài",
    "chế độ trợ cấp đối với người có công",
    "giấy phép xây dựng công trình theo tuyến",
]
FIELDS = ["Hộ tịch", "Đất đai", "Xây dựng", "Y tế", "Giáo dục", "Lao động", "Nông nghiệp", "Công thương"]
PERFORMERS = ["Ủy ban nhân dân cấp xã", "Sở Tư pháp", "Sở Xây dựng", "Công an Xã", "Sở Y tế", "Sở Nội vụ"]
PEOPLE = ["Công dân Việt Nam", "Doanh nghiệp", "Tổ chức", "Người nước ngoài"]


def generated(count: int) -> Iterator[dict[str, Any]]:
    """Rows of the normalised format; the same ones each time."""
    chance = random.Random(224)
    for number in range(count):
        name = f"{chance.choice(ACTS)} {chance.choice(THINGS)}"
        name += (
            f" {chance.choice(('', 'đối với trường hợp bị mất, bị hư hỏng', 'thuộc thẩm quyền của tỉnh'))}"
        )
        yield {
            "code": f"9.{number:06}",
            "name": f"{name.strip()} (mẫu số {number})",
            "decision_number": f"{100 + number % 90}/QĐ-BTP",
            "field": chance.choice(FIELDS),
            "published_by": "Bộ Tư pháp",
            "implementing_agency": chance.choice(PERFORMERS),
            "applicants": chance.sample(PEOPLE, chance.randint(1, 3)),
            "steps": [
                {"case": "", "text": f"Bước {step}: cơ quan tiếp nhận kiểm tra hồ sơ. " * 4}
                for step in range(1, 8)
            ],
            "methods": [
                {"method": method, "time": f"{chance.randint(1, 30)} Ngày làm việc", "fee": "", "note": ""}
                for method in chance.sample(
                    ["Trực tiếp", "Trực tuyến", "Dịch vụ bưu chính"], chance.randint(1, 3)
                )
            ],
            "dossier": [
                {
                    "case": f"Trường hợp {case}",
                    "name": f"Giấy tờ số {paper} của hồ sơ",
                    "originals": 1,
                    "copies": 0,
                }
                for case in range(1, 4)
                for paper in range(1, 5)
            ],
            "legal_basis": [
                {
                    "number": f"{basis}/2026/NĐ-CP",
                    "title": "Quy định chi tiết",
                    "date": "",
                    "agency": "Chính phủ",
                }
                for basis in range(1, 6)
            ],
            "result": [{"code": "", "name": "Quyết định hoặc văn bản trả lời"}],
            "conditions": "Đáp ứng điều kiện theo quy định của pháp luật. " * 5,
        }
