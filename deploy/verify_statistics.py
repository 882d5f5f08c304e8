"""Recomputes the figures of the question desk from its public rows; nothing but the standard library.

    python3 verify_statistics.py thong-ke.csv

Reads the file of ``hoi-dap/thong-ke.csv`` and prints, as CSV, a line for each agency: what the page of
figures must show. Exit code 0; 2 when the file cannot be read.

Late: what is marked so in ``qua_han`` (settled after its day, or open and past it). In time: settled and not
late. Share = in time / (in time + late), median of days from receipt to answer; neither is told of fewer than
ten. Open cases within their time count in neither.
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from statistics import median

MINIMUM = 10
WORKING, ANSWERED, REFUSED, REMOVED = "dang-xu-ly", "da-tra-loi", "khong-tiep-nhan", "da-go"
COUNTS = ("received", "in_time", "late", "open", "reopened", "refused", "removed")
HEAD = ["agency", *COUNTS, "percent", "median"]


def read(path: str) -> list[dict[str, str]]:
    """The rows; the note at the end is left out."""
    with open(path, encoding="utf-8-sig", newline="") as lines:
        return [row for row in csv.DictReader(lines) if not (row["ma_co_quan"] or "").startswith("#")]


def figures(rows: list[dict[str, str]]) -> dict[str, str]:
    """One agency's line."""
    late = sum(row["qua_han"] == "1" for row in rows)
    in_time = sum(row["qua_han"] == "0" and row["tinh_trang"] != WORKING for row in rows)
    judged = in_time + late
    days = [
        (date.fromisoformat(row["ngay_tra_loi"]) - date.fromisoformat(row["ngay_nhan"])).days
        for row in rows
        if row["tinh_trang"] == ANSWERED and row["ngay_tra_loi"]
    ]

    def count(name: str, value: str) -> str:
        return str(sum(row[name] == value for row in rows))

    return {
        "agency": rows[0]["ma_co_quan"],
        "received": str(len(rows)),
        "in_time": str(in_time),
        "late": str(late),
        "open": count("tinh_trang", WORKING),
        "reopened": count("mo_lai", "1"),
        "refused": count("tinh_trang", REFUSED),
        "removed": count("tinh_trang", REMOVED),
        "percent": str(round(100 * in_time / judged, 1)) if judged >= MINIMUM else "",
        "median": str(float(median(days))) if len(days) >= MINIMUM else "",
    }


def main(arguments: list[str]) -> int:
    """Print the figures of a file."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        rows = read(arguments[0])
    except (OSError, KeyError, UnicodeDecodeError) as error:
        print(f"{arguments[0]}: {error}", file=sys.stderr)
        return 2
    by_agency: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_agency.setdefault(row["ma_co_quan"], []).append(row)
    writer = csv.DictWriter(sys.stdout, HEAD)
    writer.writeheader()
    for of_agency in by_agency.values():
        writer.writerow(figures(of_agency))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
