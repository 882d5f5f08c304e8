"""A mail server that keeps what it is given and delivers nothing: python -m deploy.services.mail_sink PORT

Speaks enough SMTP (RFC 5321) for Django. `XMESSAGES` is its own: the kept messages as one line of JSON,
`[{"from", "to": […], "data"}]`. Holds the latest 200 in memory.
"""

import asyncio
import json
import sys
from collections import deque
from typing import Any

KEPT: deque[dict[str, Any]] = deque(maxlen=200)
LONGEST_LINE = 10 * 1024 * 1024


def address(words: str) -> str:
    """What stands between < and >."""
    return words.partition("<")[2].partition(">")[0]


async def read_data(reader: asyncio.StreamReader) -> str:
    """The lines of a message up to the single dot, with doubled dots undone."""
    lines = []
    while (line := await reader.readline()) not in (b".\r\n", b".\n", b""):
        lines.append(line[1:] if line.startswith(b"..") else line)
    return b"".join(lines).decode(errors="replace")


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection."""
    sender = ""
    receivers: list[str] = []
    writer.write(b"220 sink\r\n")
    while line := (await reader.readline()).decode(errors="replace").strip():
        verb = line.split()[0].upper()
        answer = "250 OK"
        if verb == "MAIL":
            sender, receivers = address(line), []
        elif verb == "RCPT":
            receivers.append(address(line))
        elif verb == "DATA":
            writer.write(b"354 go on\r\n")
            await writer.drain()
            KEPT.append({"from": sender, "to": receivers, "data": await read_data(reader)})
        elif verb == "XMESSAGES":
            answer = f"250 {json.dumps(list(KEPT))}"
        elif verb == "QUIT":
            writer.write(b"221 bye\r\n")
            break
        elif verb not in ("EHLO", "HELO", "RSET", "NOOP"):
            answer = "502 not here"
        writer.write(f"{answer}\r\n".encode())
        await writer.drain()
    writer.close()


async def main(port: int) -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", port, limit=LONGEST_LINE)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
