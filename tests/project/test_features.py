"""docs/features.md names, for each feature, tests that exist; .ci/run sees to it that they passed."""

import ast
import json
from pathlib import Path

import pytest
from django.conf import settings

from deploy import check_features

ROOT = Path(settings.BASE_DIR)


def names_in(path: Path) -> set[str]:
    """Names of the tests that a file holds, with their class where they have one."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found.update(
                f"{node.name}::{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)
            )
    return found


def test_every_feature_names_tests_and_each_of_them_exists() -> None:
    table = check_features.features(check_features.TABLE.read_text())
    assert len(table) >= 20
    missing = []
    for feature, tests in table.items():
        assert tests, f"{feature} names no test"
        for test in tests:
            file, _colons, name = test.partition("::")
            if not (ROOT / file).is_file() or name not in names_in(ROOT / file):
                missing.append(f"{feature}: {test}")
    assert missing == []


def results(folder: Path, **runs: dict[str, str]) -> str:
    for run, rows in runs.items():
        lines = [json.dumps({"test": test, "outcome": outcome}) for test, outcome in rows.items()]
        (folder / f"{run}.jsonl").write_text("\n".join([*lines, ""]))
    return str(folder)


@pytest.mark.parametrize(
    ("runs", "code"),
    [
        ({"test": {"tests/a.py::test_b": "passed", "tests/a.py::test_c[1]": "passed"}}, 0),
        ({"test": {"tests/a.py::test_b": "passed"}}, 1),
        ({"test": {"tests/a.py::test_b": "skipped", "tests/a.py::test_c[1]": "passed"}}, 1),
        ({"test": {"tests/a.py::test_b": "passed", "tests/a.py::test_c[1]": "failed"}}, 1),
        (
            {
                "test": {"tests/a.py::test_b": "passed", "tests/a.py::test_c[1]": "passed"},
                "sqlite": {"tests/a.py::test_c[2]": "failed"},
            },
            1,
        ),
        ({}, 1),
    ],
)
def test_ci_fails_when_a_named_test_was_missing_skipped_or_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: dict[str, dict[str, str]], code: int
) -> None:
    table = tmp_path / "features.md"
    table.write_text(
        "| feature | what | where | proof |\n|---|---|---|---|\n"
        "| One | x | y | `tests/a.py::test_b`<br>`tests/a.py::test_c` |\n"
    )
    monkeypatch.setattr(check_features, "TABLE", table)
    assert check_features.main([results(tmp_path, **runs)]) == code


def test_ci_compares_the_table_with_its_runs_at_the_end() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "deploy/check_features.py" in script
    assert script.index("check_features") > script.index("bootstrap.sh")
