"""LibreOffice: no server, only the path of Debian's program that converts .doc and .rtf."""

import shutil

from deploy.services.base import Service


class LibreOffice(Service):
    name = "libreoffice"
    variable = "SOFFICE"
    packages = ("libreoffice-writer-nogui",)

    def is_there(self) -> bool:
        return shutil.which("soffice") is not None

    def wait(self) -> str:
        return shutil.which("soffice") or ""
