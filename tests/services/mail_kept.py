"""What the mail server of the tests was given, by this run and by those beside it."""

import json
import socket
from typing import Any


def kept_by(url: str) -> list[dict[str, Any]]:
    """The messages that the server at ``smtp://host:port`` holds: ``from``, ``to`` and ``data`` of each.

    Read as one line however long, which smtplib would refuse (8 KiB).
    """
    host, port = url.removeprefix("smtp://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        lines = connection.makefile("rw", newline="\r\n")
        lines.readline()
        lines.write("XMESSAGES\r\n")
        lines.flush()
        found: list[dict[str, Any]] = json.loads(lines.readline().removeprefix("250 "))
    return found
