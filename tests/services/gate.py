"""A door before a server on this machine that a test can shut: the server is gone then, for whoever asks."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

PIECE = 65_536


class Gate:
    """Passes connections on to ``(host, port)``; while it is shut none is taken and none stays.

    ``url`` is the server's own with this door's port.
    """

    def __init__(self, url: str, host: str, port: int) -> None:
        self._target = (host, port)
        self._lock = threading.Lock()
        self._ends: set[socket.socket] = set()
        self._door: socket.socket | None = None
        self.port = 0
        self.open()
        self.url = url.replace(f":{port}/", f":{self.port}/")

    @classmethod
    def before(cls, url: str) -> Gate:
        """A door before the server of a URL with host and port."""
        parts = urlsplit(url)
        assert parts.hostname
        assert parts.port
        return cls(url, parts.hostname, parts.port)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shut()

    def open(self) -> None:
        """Take connections, at the same port as before."""
        self._door = socket.create_server(("127.0.0.1", self.port))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._take, args=(self._door,), daemon=True).start()

    def shut(self) -> None:
        """Take none, and end those that are there."""
        with self._lock:
            door, self._door = self._door, None
            ends, self._ends = self._ends, set()
        for end in (*([door] if door else []), *ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _take(self, door: socket.socket) -> None:
        while True:
            try:
                visitor, _address = door.accept()
                server = socket.create_connection(self._target)
            except OSError:
                return
            with self._lock:
                if self._door is not door:
                    visitor.close()
                    server.close()
                    return
                self._ends |= {visitor, server}
            for source, sink in ((visitor, server), (server, visitor)):
                threading.Thread(target=_pass_on, args=(source, sink), daemon=True).start()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(PIECE):
            sink.sendall(piece)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
