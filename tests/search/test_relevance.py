"""The floor of quality on the development questions, judged by their own scorer."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from pytest_django import Settings

from search import index, registry
from search.backends import elastic
from search.batch import answers, corpus_kind

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.big]
# Share of right first results by which the engines may differ, and how many questions are compared.
APART = 0.02
SAMPLE = 240


@pytest.fixture
def folder() -> Path:
    """The folder with corpus, questions, goals and scorer, beside the sample data."""
    found = Path(configured.PORTAL_SAMPLE_DATA).parent / "relevance"
    if not (found / "score.py").is_file():
        told = f"no question sets in {found}; set PORTAL_SAMPLE_DATA to the folder beside them"
        if os.environ.get("CI") == "true":
            pytest.fail(told)
        pytest.skip(told)
    return found


@pytest.mark.both_databases
def test_the_development_goals_are_met(folder: Path, tmp_path: Path) -> None:
    queries, results = folder / "dev_queries.jsonl", tmp_path / "results.jsonl"
    call_command("search_batch", input=queries, output=results, corpus=folder / "corpus.jsonl")
    scored = subprocess.run(
        [sys.executable, folder / "score.py", queries, results, "--goals", folder / "goals_dev_must.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert scored.returncode == 0, scored.stdout


@pytest.mark.elasticsearch
def test_both_engines_are_right_equally_often(
    folder: Path, settings: Settings, elasticsearch_url: str
) -> None:
    settings.ELASTICSEARCH_URLS = [elasticsearch_url]
    settings.PORTAL_SEARCH_TIMEOUT_SECONDS = 30
    lines = (folder / "dev_queries.jsonl").read_text(encoding="utf-8").splitlines()
    queries: list[dict[str, Any]] = random.Random(8).sample([json.loads(line) for line in lines], SAMPLE)
    kind = corpus_kind(folder / "corpus.jsonl")
    registry.register(kind)
    try:
        for part in index.batches(kind.all_ids()):
            index.bring_up_to_date(kind, part)
        elastic.breaker.worked()
        with elastic.temporary_index():
            right = {engine: _right_first(queries, engine) for engine in ("embedded", "elasticsearch")}
    finally:
        registry.unregister(kind.kind)
    assert abs(right["embedded"] - right["elasticsearch"]) <= APART, right


def _right_first(queries: list[dict[str, Any]], engine: str) -> float:
    relevant = {query["id"]: set(query["relevant"]) for query in queries}
    found = list(answers(queries, ["corpus"], engine))
    assert {answer["engine"] for answer in found} == {engine}
    return sum(not relevant[row["id"]].isdisjoint(row["ranked"][:1]) for row in found) / len(found)
