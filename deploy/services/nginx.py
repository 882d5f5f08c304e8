"""nginx with the project's own example (deploy/nginx.conf), in front of a portal that a test runs."""

import shutil
import socket
from pathlib import Path

from deploy.launcher.place import ROOT
from deploy.services.base import Service, ServiceFailed, free_port

EXAMPLE = ROOT / "deploy" / "nginx.conf"


class Nginx(Service):
    """Without ``app`` (host:port) it only says where Debian's program is: the portal that it stands before is
    the test's own."""

    name = "nginx"
    variable = "NGINX"
    packages = ("nginx-light",)
    user = "www-data"

    def __init__(self, app: str = "") -> None:
        super().__init__()
        self.app = app
        self.port = 0

    @staticmethod
    def path() -> str | None:
        """The program, which users other than root have no way to."""
        return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

    def is_there(self) -> bool:
        return self.path() is not None

    def start(self) -> None:
        if not self.app:
            return
        folder = self.make_folder()
        self.port = free_port()
        configuration = folder / "nginx.conf"
        configuration.write_text(self.configured(folder))
        self.spawn([self.path(), "-c", configuration, "-e", folder / "error.log", "-g", "daemon off;"])

    def configured(self, folder: Path) -> str:
        """The example with this folder and these ports. Raises ServiceFailed where it has other lines."""
        text = EXAMPLE.read_text(encoding="utf-8")
        changes = {
            "user www-data;\n": "",
            "/run/cong-khai": str(folder),
            "/var/lib/cong-khai": str(folder),
            "/var/cache/cong-khai": str(folder / "cache"),
            "/var/log/nginx/cong-khai.log": str(folder / "error.log"),
            "server 127.0.0.1:8000;": f"server {self.app};",
            "listen 80;": f"listen 127.0.0.1:{self.port};",
            "        listen 443 ssl;\n": "",
        }
        for old, new in changes.items():
            if old not in text:
                raise ServiceFailed(f"{EXAMPLE} has no {old!r}")
            text = text.replace(old, new)
        # No certificate without TLS.
        return "".join(line for line in text.splitlines(True) if not line.lstrip().startswith("ssl_"))

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=2).close()
        except OSError:
            return False
        return True

    def wait(self) -> str:
        if not self.app:
            return self.path() or ""
        self.poll(self.answers, 30)
        return f"http://127.0.0.1:{self.port}"

    def clean_up(self, code: int | None) -> None:
        self.delete_folder()
