"""Small tables of agencies for tests."""

import csv
from pathlib import Path

HEADING = ["ma_don_vi", "ten", "loai", "cap", "don_vi_cha", "dien_thoai", "hieu_luc_tu", "ten_cu"]
PROVINCE = ["40", "Tỉnh Nghệ An", "tinh", "tinh", "", "", "", ""]
DEPARTMENT = ["40-STP", "Sở Tư pháp tỉnh Nghệ An", "so", "so", "40", "", "", ""]
VAN_TU = ["17623", "Xã Vân Tụ", "xa", "xa", "40", "", "2025-07-01", "Xã Liên Thành; Xã Mỹ Thành; Xã Vân Tụ"]
YEN_HOA = ["16909", "Xã Yên Hòa", "xa", "xa", "40", "", "2025-07-01", "Xã Yên Hoà; Xã Yên Thắng"]
ALL = [PROVINCE, DEPARTMENT, VAN_TU, YEN_HOA]


def table(folder: Path, rows: list[list[str]] = ALL, heading: list[str] = HEADING) -> Path:
    """A CSV file with these rows."""
    file = folder / "co-quan.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([heading, *rows])
    return file
