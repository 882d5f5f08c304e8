"""Small rows in the formats that importers read, made for tests: same shapes and defects, own sentences."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

NATIONAL_ID = "019d2bfd-0000-7000-8000-000000000001"


def line(code: str = "1.000001", **changes: Any) -> dict[str, Any]:
    """A normalised line with all parts."""
    row: dict[str, Any] = {
        "code": code,
        "decision_number": "10/QĐ-BTP",
        "name": f"Thủ tục cấp bản sao số {code}",
        "level": ["Cấp xã"],
        "kind": "TTHC được luật giao quy định chi tiết",
        "field": "Hộ tịch",
        "published_by": "Bộ Tư pháp",
        "implementing_agency": "Ủy ban nhân dân cấp xã",
        "competent_agency": "Ủy ban nhân dân cấp xã",
        "coordinating_agency": "",
        "submit_address": "",
        "applicants": ["Công dân Việt Nam"],
        "scope": "STANDARD",
        "state": "ACTIVE",
        "portal_id": NATIONAL_ID,
        "steps": [{"case": "", "text": "Người dân nộp hồ sơ."}, {"case": "", "text": "Cơ quan trả kết quả."}],
        "methods": [
            {"method": "Trực tiếp", "time": "5 Ngày làm việc", "fee": "Phí: 8.000 Đồng (một bản)", "note": ""}
        ],
        "dossier": [
            {"case": "", "name": "Tờ khai theo mẫu", "form_file": "", "originals": 1, "copies": 0},
            {"case": "", "name": "Bản sao giấy tờ tùy thân", "form_file": "", "originals": 0, "copies": 1},
        ],
        "result": [{"code": "KQ.1", "name": "Bản sao"}],
        "legal_basis": [{"number": "60/2014/QH13", "title": "Luật Hộ tịch", "date": "", "agency": ""}],
        "conditions": "",
        "keywords": "",
        "extraction_date": "2026-07-18",
    }
    return row | changes


def summary(code: str = "1.000001", **changes: Any) -> dict[str, Any]:
    """A line of a list."""
    row: dict[str, Any] = {
        "code": code,
        "name": f"Thủ tục cấp bản sao số {code}",
        "field": ["Hộ tịch"],
        "agencies": ["Ủy ban nhân dân cấp xã"],
        "published_by": "Bộ Tư pháp",
        "applicants": ["Công dân Việt Nam"],
        "scope": "STANDARD",
        "state": "ACTIVE",
        "portal_id": NATIONAL_ID,
    }
    return row | changes


def api(code: str = "1.000001", **changes: Any) -> dict[str, Any]:
    """An object of the national interface, unwrapped."""
    row: dict[str, Any] = {
        "id": NATIONAL_ID,
        "code": code,
        "name": f"Thủ tục cấp bản sao số {code}",
        "type": "STANDARD",
        "state": "UPDATED",
        "isFullProcess": False,
        "isOfflineOnly": False,
        "isNonTerritorial": True,
        "formalityType": "ASSIGNED_REGULATION",
        "categoriesDetails": [{"code": "G15-TP07", "name": "Hộ tịch"}],
        "departmentsExecuting": [],
        "unitGroupsExecuting": [{"name": "Ủy ban nhân dân cấp xã"}],
        "subjectTypesDetails": [{"code": "ĐT1", "name": "Công dân Việt Nam"}],
        "departmentPromulgateName": "Bộ Tư pháp",
        "executionSteps": [{"name": "", "description": "Người dân nộp hồ sơ."}],
        "executionMethods": [
            {
                "submissionMethod": "ONLINE",
                "processingTime": 3,
                "processingTimeUnit": "WORKING_DAY",
                "fees": [],
            }
        ],
        "executionCases": [{"name": "", "profileComponents": [component("Tờ khai theo mẫu", code="KQ1")]}],
        "resultsDetails": [{"code": "KQ.1", "name": "Bản sao"}],
        "legalBasisesDetails": [{"code": "60/2014/QH13", "name": "Luật Hộ tịch"}],
        "requirementsAndConditions": "",
        "procedureProposal": {
            "proposalNumber": "10/QĐ-BTP",
            "decisionDate": 1768496400000,
            "publicationDate": 1775659978538,
            "issuingAgency": {"name": "Bộ Tư pháp"},
        },
        "cases": [],
        "updatedAt": 1776242191512,
    }
    return row | changes


def component(
    name: str, *, code: str = "", originals: int = 1, copies: int = 0, files: Any = ()
) -> dict[str, Any]:
    """A component of a dossier in the national interface."""
    return {
        "code": code,
        "name": name,
        "originalQty": originals,
        "copyQty": copies,
        "required": False,
        "hasElectronicForm": False,
        "attachments": [{"fileName": file} for file in files],
    }


def write_lines(path: Path, *rows: Any) -> Path:
    """A file of JSON lines; packed when its name ends in .gz."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def write_api(path: Path, row: dict[str, Any], *, bare: bool = False) -> Path:
    """A file of the national interface."""
    path.write_text(
        json.dumps(row if bare else {"code": "OK", "data": row}, ensure_ascii=False), encoding="utf-8"
    )
    return path
