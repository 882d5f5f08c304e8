#!/usr/bin/env python3
"""Check a public export of a portal's publication log, with nothing but Python's standard library.

    python3 verify_log.py EXPORT [--whole EXPORT] [--roots FILE]

EXPORT: nhat-ky.csv or nhat-ky.jsonl of the province (the whole chain), of one agency, or of some days.
--whole: the province's export; EXPORT's lines must stand in it, and none of the agency's may be missing.
--roots: a copy of goc-ngay.csv that was kept outside; the chain must still hold every root in it.
Exit 0: whole and true. 1: the first bad line is named. 2: wrong use. What it proves: docs/publication-log.md.
"""

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterator

COLUMNS = ["stt", "hanh_vi", "loai", "ma", "phien_ban", "loai_pham_vi", "pham_vi", "hien_thi_tu", "ghi_luc"]
COLUMNS += ["vai_tro", "ma_bam_noi_dung", "ma_bam_dong_truoc"]


# What a file covers, whose, the chain's last line then, and line -> (hash, whose).
Export = tuple[str, str, int, dict[int, tuple[str, str]]]


class Bad(Exception):
    """What does not fit, with the number of the line."""


def need(holds: bool, number: int, otherwise: str) -> None:
    """Raise Bad for this line unless the condition holds."""
    if not holds:
        raise Bad(f"line {number}: {otherwise}")


def read(path: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV or JSON-lines file; the sign that keeps spreadsheets from computing is undone."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        if path.endswith(".jsonl"):
            yield from (json.loads(line) for line in file if line.strip())
        else:
            for row in csv.DictReader(file):
                yield {name: cell[cell.startswith("'") :] for name, cell in row.items()}


def line_hash(row: dict[str, str]) -> str:
    """SHA-256 of the columns in their order, as a JSON list of strings."""
    text = json.dumps([row[name] for name in COLUMNS], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check(path: str) -> Export:
    """Check one export by itself. Raises Bad."""
    rows = read(path)
    head = next(row for row in rows if row["dong"] == "tep")
    kind, scope, tip, count = head["loai_pham_vi"], head["pham_vi"], int(head["stt"]), int(head["ma"])
    roots, last = {0: "0" * 64}, 0
    lines: dict[int, tuple[str, str]] = {}
    for row in rows:
        number, digest = int(row["stt"]), row["ma_bam"]
        if row["dong"] == "goc-ngay":
            roots[number] = digest
            continue
        need(number > last, number, f"out of order, after line {last}")
        gap = number != last + 1 and (kind == "tinh" or (kind == "doan" and last > 0))
        need(not gap, last + 1, "missing")
        need(line_hash(row) == digest, number, "changed, its hash does not fit")
        before = lines[number - 1][0] if number - 1 in lines else roots.get(number - 1)
        need(before in (None, row["ma_bam_dong_truoc"]), number, f"does not continue line {number - 1}")
        need(roots.get(number, digest) == digest, number, "differs from the root of its day")
        whose = row["pham_vi"] if row["loai_pham_vi"] == "agency" else ""
        need(kind != "don-vi" or whose == scope, number, f"is not a line of {scope}")
        lines[number] = (digest, whose)
        last = number
    need(len(lines) == count, last + 1, f"missing: {len(lines)} lines of {count}")
    need(kind != "tinh" or not lines or head["ma_bam"] == lines[last][0], last, "is not the chain's tip")
    return kind, scope, tip, lines


def compare(export: Export, path: str) -> None:
    """Compare a partial export with the province's. Raises Bad."""
    kind, scope, tip, lines = export
    whole = check(path)[3]
    for number, line in whole.items():
        own = kind == "don-vi" and line[1] == scope and number <= tip
        need(number in lines or not own, number, "missing")
        need(lines.get(number, line) == line, number, "differs from the whole chain")
    for number in lines:
        need(number in whole, number, "the whole chain has no such line")


def main(arguments: list[str] | None = None) -> int:
    """Check what the command line names; gives the exit code."""
    parser = argparse.ArgumentParser(usage=__doc__)
    for name in ("export", "--whole", "--roots"):
        parser.add_argument(name)
    options = parser.parse_args(arguments)
    try:
        export = kind, scope, _tip, lines = check(options.export)
        if options.whole:
            compare(export, options.whole)
        for row in read(options.roots) if options.roots else ():
            found = lines.get(int(row["dong_cuoi"]), ("", ""))[0] or (kind != "tinh" and row["ma_goc"])
            need(
                found == row["ma_goc"], int(row["dong_cuoi"]), f"differs from the kept root of {row['ngay']}"
            )
    except Bad as problem:
        print(problem)
        return 1
    except (OSError, ValueError, KeyError, StopIteration) as problem:
        print(f"cannot be read: {problem!r}")
        return 2
    print(f"whole and true: {len(lines)} lines ({kind} {scope})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
