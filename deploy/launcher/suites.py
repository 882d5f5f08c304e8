"""`make test`, `test-fast`, `test-slow` and `bench`: pytest on real servers, and again on SQLite."""

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from deploy.launcher.frontend import build_assets
from deploy.launcher.messages import compile_messages
from deploy.launcher.place import PYTHON, VAR, make_var, say
from deploy.launcher.processes import Processes
from deploy.services.group import KINDS, running

SERVERS = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL", "CLAMD_URL")
# What test-fast leaves out: everything that needs a server, a browser or a large database.
NEEDS_MORE = "slow or bench or browser or elasticsearch or postgresql or redis or clamd or nginx or big"


def prepare(processes: Processes) -> dict[str, str]:
    """Built assets, translations and test tools; returns an environment that names no server."""
    make_var()
    env = build_assets(processes, with_tools=True)
    compile_messages()
    return {name: value for name, value in env.items() if name not in SERVERS}


# As many processes as may share the fast tests; each makes a database of its own.
MOST_PROCESSES = 4


def pytest(
    processes: Processes,
    env: dict[str, str],
    name: str,
    marks: str,
    output: Path | None = None,
    options: Sequence[str] = (),
) -> None:
    """Starts the tests that the marks select. Outcomes go to PORTAL_VAR/test-results/<name>.jsonl."""
    say(f"pytest: {marks}, on {'PostgreSQL' if env.get('DATABASE_URL') else 'SQLite'}")
    results = VAR / "test-results" / f"{name}.jsonl"
    results.parent.mkdir(exist_ok=True)
    results.unlink(missing_ok=True)
    extra = shlex.split(os.environ.get("ARGS", ""))
    env = {**env, "PORTAL_TEST_RESULTS": str(results), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    processes.start(name, [PYTHON, "-m", "pytest", "-m", marks, *options, *extra], env, output)


def beside(servers: dict[str, str], name: str) -> dict[str, str]:
    """The environment of tests beside the others: a folder, a database and an index of their own."""
    folder = VAR / name
    folder.mkdir(exist_ok=True)
    (folder / ".portal").touch()
    assets = folder / "assets"
    assets.unlink(missing_ok=True)
    assets.symlink_to(VAR / "assets", target_is_directory=True)
    own = {"PORTAL_VAR": str(folder), "PORTAL_SEARCH_INDEX_PREFIX": f"portal-{name}"}
    if "REDIS_URL" in servers:
        own["REDIS_URL"] = servers["REDIS_URL"].rsplit("/", 1)[0] + "/1"
    return {**servers, **own, "PORTAL_TEST_DATABASE": name.replace("-", "_")}


def test(processes: Processes) -> int:
    """Everything but the slow suites on PostgreSQL; the fast tests again on SQLite.

    Two processors have work: what needs no browser on the one; on the other the browser's tests, then SQLite.
    What those print is shown when all have ended.
    """
    bare = prepare(processes)
    with running(list(KINDS)) as servers:
        pytest(processes, {**bare, **servers}, "test", "not (slow or bench or browser)")
        codes = []
        logs = [VAR / "test-results" / f"{name}.log" for name in ("test-browser", "test-sqlite")]
        browsers = "browser and not (slow or bench)"
        pytest(processes, {**bare, **beside(servers, "test-browser")}, "test-browser", browsers, logs[0])
        codes.append(processes.finish("test-browser"))
        if "DATABASE_URL" in servers:
            on_sqlite = beside(servers, "test-sqlite")
            for server in ("DATABASE_URL", "REDIS_URL"):
                on_sqlite.pop(server, None)
            marks = f"(both_databases and not (slow or bench)) or not ({NEEDS_MORE})"
            pytest(processes, {**bare, **on_sqlite}, "test-sqlite", marks, logs[1])
            codes.append(processes.finish("test-sqlite"))
        codes.append(processes.finish("test"))
        for log in logs[: len(codes) - 1]:
            print(log.read_text(encoding="utf-8", errors="replace"), flush=True)
        return verdict(codes)


# What pytest ends with when the marks and ARGS leave it no test.
NO_TESTS = 5


def verdict(codes: Sequence[int]) -> int:
    """The worst code; that ARGS leave one of the runs without a test is no fault while another has some."""
    ran = [code for code in codes if code != NO_TESTS]
    return max(ran, default=NO_TESTS)


def test_fast(processes: Processes) -> int:
    """The fast tests on all processors; `make test` has its second processor busy with the other database."""
    count = min(os.cpu_count() or 1, MOST_PROCESSES)
    sharing = ["-n", str(count), "--dist", "worksteal"] if count > 1 else []
    pytest(processes, prepare(processes), "test-fast", f"not ({NEEDS_MORE} or walk)", options=sharing)
    return processes.finish("test-fast")


def test_slow(processes: Processes) -> int:
    bare = prepare(processes)
    with running(list(KINDS)) as servers:
        pytest(processes, {**bare, **servers}, "test-slow", "slow")
        return processes.finish("test-slow")


def bench(processes: Processes) -> int:
    """Timings of pages and searches on the large province; prints a table, judges nothing."""
    bare = prepare(processes)
    with running(list(KINDS)) as servers:
        env = {**bare, **servers, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        return processes.run(PYTHON, "-m", "pytest", "-m", "bench", "-s", env=env, check=False)
