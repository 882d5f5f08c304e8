"""ClamAV's daemon with a signature of our own, so that nothing is fetched: one mark, also inside archives.

Proves that files go through it and what the portal does with its verdicts, not how well it detects.
"""

import shutil
import socket

from deploy.services.base import Service, free_port

# What the daemon takes for a virus, wherever it stands in a file: harmless, and known to no other scanner.
MARK = b"CONG-KHAI:SIGNATURE-OF-THE-TESTS:9d1f6c27"
SIGNATURE = "CongKhai.Test"


class Clamd(Service):
    name = "clamd"
    variable = "CLAMD_URL"
    packages = ("clamav-daemon",)
    user = "clamav"

    def __init__(self) -> None:
        super().__init__()
        self.port = 0

    def is_there(self) -> bool:
        return shutil.which("clamd") is not None

    def start(self) -> None:
        signatures = self.make_folder() / "signatures"
        signatures.mkdir()
        # Name, any type of file, anywhere in it, the bytes.
        (signatures / "own.ndb").write_text(f"{SIGNATURE}:0:*:{MARK.hex()}\n")
        self.port = free_port()
        lines = {
            "DatabaseDirectory": signatures,
            "TCPAddr": "127.0.0.1",
            "TCPSocket": self.port,
            "Foreground": "yes",
            "StreamMaxLength": "50M",
            "TemporaryDirectory": self.folder,
        }
        configuration = self.folder / "clamd.conf"
        configuration.write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
        self.spawn(["clamd", "--config-file", configuration])

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(b"zPING\0")
                return connection.recv(16).startswith(b"PONG")
        except OSError:
            return False

    def wait(self) -> str:
        self.poll(self.answers, 30)
        return f"tcp://127.0.0.1:{self.port}"

    def clean_up(self, code: int | None) -> None:
        self.delete_folder()
