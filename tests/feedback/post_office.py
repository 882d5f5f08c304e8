"""A POP3 server of our own on 127.0.0.1 (RFC 1939, what fetching needs), and letters as people send them."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any


class Box:
    """``messages`` in the mailbox; what a client has deleted goes when it says QUIT, as the RFC asks."""

    def __init__(self, messages: list[bytes]) -> None:
        self.messages, self.url, self.hang_up_after = messages, "", 0


@contextmanager
def mailbox(*messages: bytes) -> Iterator[Box]:
    """A mailbox with these messages, served while the block runs."""
    box = Box(list(messages))

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _session(self, box)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        box.url = f"pop3://hop-thu:mat%20khau@127.0.0.1:{server.server_address[1]}"
        yield box
        server.shutdown()
        thread.join()


def _session(link: Any, box: Box) -> None:
    """One connection; ``hang_up_after`` so many deletions it breaks without a word."""
    deleted: set[int] = set()

    def say(*lines: bytes) -> None:
        link.wfile.write(b"".join(line + b"\r\n" for line in lines))

    say(b"+OK")
    while line := link.rfile.readline().strip():
        verb, _blank, word = line.partition(b" ")
        if verb == b"PASS":
            say(b"+OK" if word == b"mat khau" else b"-ERR")
        elif verb == b"LIST":
            sizes = [b"%d %d" % (n, len(message)) for n, message in enumerate(box.messages, 1)]
            say(b"+OK", *sizes, b".")
        elif verb == b"RETR":
            rows = box.messages[int(word) - 1].replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
            say(b"+OK", *(b"." + row if row.startswith(b".") else row for row in rows), b".")
        elif verb == b"DELE":
            deleted.add(int(word) - 1)
            if len(deleted) == box.hang_up_after:
                return
            say(b"+OK")
        elif verb == b"QUIT":
            box.messages = [message for n, message in enumerate(box.messages) if n not in deleted]
            say(b"+OK")
            return
        else:
            say(b"+OK")


def answer_to(sent: EmailMessage | Any, text: str, *files: tuple[str, bytes], **headers: str) -> bytes:
    """What a program sends when somebody answers: to Reply-To, with the letter repeated below."""
    made = EmailMessage()
    made["From"] = "Trần Thị Bình <binh.tran@example.vn>"
    made["To"] = str(sent["Reply-To"])
    made["In-Reply-To"] = str(sent["Message-ID"])
    made["Subject"] = "Re: câu hỏi"
    for name, value in headers.items():
        name = name.replace("_", "-")
        del made[name]
        made[name] = value
    quoted = "> Kính gửi ông, bà\n> Thư tự động."
    made.set_content(
        f"{text}\n\nVào Th 3, 24 thg 11, 2026 lúc 10:00 Xã Anh Sơn <x@y.vn> đã viết:\n{quoted}\n"
    )
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def bounce_of(sent: Any, action: str = "failed") -> bytes:
    """A report as RFC 3464 lays it down, to the sender of the envelope."""
    return f"""From: Mail Delivery System <MAILER-DAEMON@mail.example.vn>
To: {sent["Reply-To"]}
Return-Path: <>
Auto-Submitted: auto-replied
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="ranh"

--ranh
Content-Type: text/plain

<binh.tran@example.vn>: no such mailbox
--ranh
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.vn

Final-Recipient: rfc822; binh.tran@example.vn
Action: {action}
Status: 5.1.1

--ranh
Content-Type: message/rfc822

Message-ID: {sent["Message-ID"]}
Subject: x

x
--ranh--
""".encode()
