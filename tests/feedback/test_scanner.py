"""What clamd says, by its own protocol, decides whether a file is served; silence serves nothing."""

import socket
import struct
import threading
from collections.abc import Iterator

import pytest
from django.test import override_settings

from feedback import scanner
from feedback.attachments import Upload
from portal.core.models import AuditEntry
from tests.feedback.cases import sent
from tests.world import World

VIRUS = b"%PDF-1.4 a file that the scanner knows\n%%EOF"


def whole(connection: socket.socket, length: int) -> bytes:
    """So many bytes."""
    data = b""
    while len(data) < length:
        piece = connection.recv(length - len(data))
        assert piece
        data += piece
    return data


def answer(connection: socket.socket) -> None:
    """One INSTREAM command, as clamd reads it."""
    assert whole(connection, 10) == b"zINSTREAM\0"
    content = b""
    while length := struct.unpack("!I", whole(connection, 4))[0]:
        content += whole(connection, length)
    found = b"stream: Eicar-Test-Signature FOUND\0" if content == VIRUS else b"stream: OK\0"
    connection.sendall(found)


@pytest.fixture
def clamd() -> Iterator[str]:
    """A server that speaks as clamd does; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                with connection:
                    answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_file_is_served_once_the_scanner_has_said_so(world: World, clamd: str) -> None:
    with override_settings(CLAMD_URL=clamd):
        uploads = [Upload("a.pdf", b"%PDF-1.4\n" + b"x" * 200_000 + b"\n%%EOF"), Upload("b.pdf", VIRUS)]
        case = sent(world, uploads=uploads).case
        assert [file.may_be_served for file in case.attachments.all()] == [False, False]
        assert scanner.scan_pending() == "2 tệp đã quét."
        clean, infected = case.attachments.all()
        assert (clean.scan, clean.may_be_served) == ("clean", True)
        assert (infected.scan, infected.may_be_served) == ("infected", False)
        assert AuditEntry.objects.get(event="feedback.infected").object_id == str(infected.pk)
        assert scanner.scan_pending() == ""


def test_while_the_scanner_is_down_files_wait(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with override_settings(CLAMD_URL="tcp://127.0.0.1:1"):
        case = sent(world, uploads=[Upload("a.pdf", VIRUS)]).case
        assert "không trả lời" in scanner.scan_pending()
        assert not case.attachments.get().may_be_served
    assert "does not answer" in caplog.text
