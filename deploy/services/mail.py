"""Mail: a server of our own that keeps what it is given (deploy/services/mail_sink.py)."""

import socket
import sys

from deploy.launcher.place import ROOT
from deploy.services.base import Service, free_port


class Mail(Service):
    name = "mail"
    variable = "EMAIL_URL"
    packages = ()

    def __init__(self) -> None:
        super().__init__()
        self.port = 0

    def is_there(self) -> bool:
        return True

    def start(self) -> None:
        self.make_folder()
        self.port = free_port()
        self.spawn(
            [sys.executable, ROOT / "deploy" / "services" / "mail_sink.py", self.port],
            {"PYTHONPATH": str(ROOT)},
        )

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                return connection.recv(16).startswith(b"220")
        except OSError:
            return False

    def wait(self) -> str:
        self.poll(self.answers, 30)
        return f"smtp://127.0.0.1:{self.port}"

    def clean_up(self, code: int | None) -> None:
        self.delete_folder()
