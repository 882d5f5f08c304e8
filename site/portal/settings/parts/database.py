"""Database: embedded SQLite by default, PostgreSQL by ``DATABASE_URL``.

SQLite runs in WAL mode with IMMEDIATE transactions, so that two writers wait for each other instead
of failing half-way (https://sqlite.org/wal.html).
"""

from typing import Any

from portal.settings.env import VAR, env


def database(url: str) -> dict[str, Any]:
    """The Django connection for a database URL, with the options that engine needs."""
    config: dict[str, Any] = dict(env.db_url_config(url))
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; "
                "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
            ),
        }
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        config.setdefault("OPTIONS", {})["connect_timeout"] = 3
    return config


DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR / 'portal.sqlite3'}"))}
