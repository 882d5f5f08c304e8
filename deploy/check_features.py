"""Compares docs/features.md with what the test runs of .ci/run wrote. Standard library only.

    python deploy/check_features.py RESULTS-FOLDER

Each row of the table names the tests that prove a feature. Ends with 1 and says which, when a named test did
not run, was skipped anywhere, or failed anywhere. A parametrised test counts with all of its cases.
"""

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "docs" / "features.md"
TEST = re.compile(r"`(tests/[\w/.]+\.py::[\w:]+)`")


def features(text: str) -> dict[str, list[str]]:
    """Feature → the tests that prove it, from the rows of the Markdown table."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and cells[0] not in ("feature", "---"):
            found[cells[0]] = TEST.findall(cells[3])
    return found


def outcomes(files: Iterable[Path]) -> dict[str, list[tuple[str, str]]]:
    """Test without its parameters → (run, outcome) of every case in every run."""
    found: dict[str, list[tuple[str, str]]] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                found.setdefault(row["test"].split("[")[0], []).append((file.stem, row["outcome"]))
    return found


def complaints(table: dict[str, list[str]], ran: dict[str, list[tuple[str, str]]]) -> list[str]:
    """What is not proved, one line each."""
    found = []
    for feature, tests in table.items():
        if not tests:
            found.append(f"{feature}: names no test")
        for test in tests:
            if test not in ran:
                found.append(f"{feature}: {test} did not run")
            for run, outcome in sorted(set(ran.get(test, []))):
                if outcome != "passed":
                    found.append(f"{feature}: {test} {outcome} in {run}")
    return found


def main(words: list[str]) -> int:
    if len(words) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    table = features(TABLE.read_text(encoding="utf-8"))
    found = complaints(table, outcomes(sorted(Path(words[0]).glob("*.jsonl"))))
    for line in found:
        print(f"features: {line}")
    print(f"features: {len(table)} in docs/features.md, {len(found)} without proof")
    return 1 if found or not table else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
