"""Writes each test's outcome as a line of JSON, for docs/features.md and the last word of .ci/run."""

import json
import os
from pathlib import Path

import pytest


class Recorder:
    """One line a test: {"test": node id, "outcome": passed | failed | skipped}. A failure anywhere counts."""

    rank = ("passed", "skipped", "failed")

    def __init__(self, path: Path) -> None:
        self.path = path
        self.outcomes: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        worst = max(self.outcomes.get(report.nodeid, "passed"), report.outcome, key=self.rank.index)
        self.outcomes[report.nodeid] = worst

    def pytest_sessionfinish(self) -> None:
        rows = [json.dumps({"test": test, "outcome": outcome}) for test, outcome in self.outcomes.items()]
        self.path.write_text("\n".join([*rows, ""]))


def register(config: pytest.Config) -> None:
    """Records in the file PORTAL_TEST_RESULTS, in the one process that sees all reports."""
    path = os.environ.get("PORTAL_TEST_RESULTS")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(Path(path)), "outcomes")
