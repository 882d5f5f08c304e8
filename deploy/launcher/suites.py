"""`make test`, `test-fast`, `test-slow` and `bench`: pytest on real servers, and again on SQLite."""

import os
import shlex

from deploy.launcher.frontend import build_assets
from deploy.launcher.messages import compile_messages
from deploy.launcher.place import PYTHON, VAR, make_var, say
from deploy.launcher.processes import Processes
from deploy.services.group import KINDS, running

SERVERS = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL")
# What test-fast leaves out: everything that needs a server, a browser or a large database.
NEEDS_MORE = "slow or bench or browser or elasticsearch or postgresql or redis or big"


def prepare(processes: Processes) -> dict[str, str]:
    """Built assets, translations and test tools; returns an environment that names no server."""
    make_var()
    env = build_assets(processes, with_tools=True)
    compile_messages()
    return {name: value for name, value in env.items() if name not in SERVERS}


def pytest(processes: Processes, env: dict[str, str], name: str, marks: str) -> int:
    """Runs the tests that the marks select. Outcomes go to PORTAL_VAR/test-results/<name>.jsonl."""
    say(f"pytest: {marks}, on {'PostgreSQL' if env.get('DATABASE_URL') else 'SQLite'}")
    results = VAR / "test-results" / f"{name}.jsonl"
    results.parent.mkdir(exist_ok=True)
    results.unlink(missing_ok=True)
    extra = shlex.split(os.environ.get("ARGS", ""))
    env = {**env, "PORTAL_TEST_RESULTS": str(results), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    return processes.run(PYTHON, "-m", "pytest", "-m", marks, *extra, env=env, check=False)


def test(processes: Processes) -> int:
    """Everything but the slow suites on PostgreSQL; then the fast tests again on SQLite."""
    bare = prepare(processes)
    with running(list(KINDS)) as servers:
        code = pytest(processes, {**bare, **servers}, "test", "not (slow or bench)")
        if "DATABASE_URL" in servers:
            embedded = {
                name: value for name, value in servers.items() if name not in {"DATABASE_URL", "REDIS_URL"}
            }
            marks = f"(both_databases and not (slow or bench)) or not ({NEEDS_MORE})"
            code = pytest(processes, {**bare, **embedded}, "test-sqlite", marks) or code
        return code


def test_fast(processes: Processes) -> int:
    return pytest(processes, prepare(processes), "test-fast", f"not ({NEEDS_MORE})")


def test_slow(processes: Processes) -> int:
    bare = prepare(processes)
    with running(list(KINDS)) as servers:
        return pytest(processes, {**bare, **servers}, "test-slow", "slow")


def bench(processes: Processes) -> int:
    """Timings of pages and searches on the large province; prints a table, judges nothing."""
    bare = prepare(processes)
    with running(list(KINDS)) as servers:
        env = {**bare, **servers, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        return processes.run(PYTHON, "-m", "pytest", "-m", "bench", "-s", env=env, check=False)
