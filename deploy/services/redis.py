"""Redis, holding nothing on disk."""

import shutil
import socket

from deploy.services.base import Service, free_port


class Redis(Service):
    name = "redis"
    variable = "REDIS_URL"
    packages = ("redis-server",)
    user = "nobody"

    def __init__(self) -> None:
        super().__init__()
        self.port = 0

    def is_there(self) -> bool:
        return shutil.which("redis-server") is not None

    def start(self) -> None:
        self.make_folder()
        self.port = free_port()
        memory = ["--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru"]
        disk = ["--save", "", "--appendonly", "no", "--dir", self.folder]
        self.spawn(["redis-server", "--port", self.port, "--bind", "127.0.0.1", *memory, *disk])

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def wait(self) -> str:
        self.poll(self.answers, 30)
        return f"redis://127.0.0.1:{self.port}/0"

    def clean_up(self, code: int | None) -> None:
        self.delete_folder()
