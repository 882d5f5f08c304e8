"""PostgreSQL 15: a cluster of its own whose databases sort Vietnamese by ICU, without durability."""

import fcntl
import shutil
import signal
import subprocess
from pathlib import Path
from typing import IO

import psycopg

from deploy.services.base import Service, ServiceFailed, free_port, state_folder

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "max_connections": "60",
}


class PostgreSQL(Service):
    """The cluster stays in PORTAL_VAR/services between runs, for the sake of prepared databases.

    A second run at the same time gets a cluster for itself. One that did not end in order is made anew, since
    without fsync it could be damaged.
    """

    name = "postgresql"
    variable = "DATABASE_URL"
    packages = ("postgresql-15",)
    user = "postgres"
    stop_signal = signal.SIGINT  # the fast shutdown: open sessions are ended
    role = database = "portal"

    def __init__(self) -> None:
        super().__init__()
        self.port = 0
        self.lock: IO[str] | None = None
        self.is_shared = False

    @staticmethod
    def programs() -> Path | None:
        """The folder of the server's programs: version 15 before newer ones."""
        folders = [Path("/usr/lib/postgresql") / version / "bin" for version in ("15", "16", "17", "18")]
        on_path = shutil.which("initdb")
        if on_path:
            folders.append(Path(on_path).parent)
        return next((folder for folder in folders if (folder / "initdb").exists()), None)

    def is_there(self) -> bool:
        return self.programs() is not None

    def start(self) -> None:
        programs = self.programs()
        assert programs is not None
        kept = state_folder() / f"postgresql-{programs.parent.name}"
        self.lock = (state_folder() / "postgresql.lock").open("w")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.is_shared = True
        except BlockingIOError:
            self.is_shared = False
        folder = self.make_folder(kept if self.is_shared else None)
        ended_well = folder / "ended-in-order"
        if not ended_well.exists():
            shutil.rmtree(folder / "data", ignore_errors=True)
            self.make_cluster(programs)
        ended_well.unlink(missing_ok=True)
        self.port = free_port()
        options = [word for key, value in SETTINGS.items() for word in ("-c", f"{key}={value}")]
        self.spawn([programs / "postgres", "-D", folder / "data", "-p", self.port, *options])

    def make_cluster(self, programs: Path) -> None:
        locale = ["--locale=C.UTF-8", "--encoding=UTF8", "--locale-provider=icu", "--icu-locale=vi-VN"]
        command = [programs / "initdb", "-D", self.folder / "data", "-U", "postgres", "--auth=trust", *locale]
        made = subprocess.run(
            self.as_user(*command), cwd=self.folder, capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise ServiceFailed(f"initdb failed:\n{made.stdout}{made.stderr}")

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(f"postgresql://postgres@127.0.0.1:{self.port}/postgres", autocommit=True)

    def answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def wait(self) -> str:
        """The URL of an empty database of a role that may create databases but is no superuser."""
        self.poll(self.answers, 60)
        with self.connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [self.role]).fetchone():
                connection.execute(f"CREATE ROLE {self.role} LOGIN CREATEDB")
                connection.execute(f"CREATE DATABASE {self.database} OWNER {self.role}")
        return f"postgres://{self.role}@127.0.0.1:{self.port}/{self.database}"

    def clean_up(self, code: int | None) -> None:
        if self.is_shared and code == 0:
            (self.folder / "ended-in-order").touch()
        if not self.is_shared:
            self.delete_folder()
        if self.lock is not None:
            self.lock.close()
            self.lock = None
