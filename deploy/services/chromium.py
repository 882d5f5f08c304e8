"""Chromium: no server, only the path of Debian's program for the browser tests."""

import shutil

from deploy.services.base import Service

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Chromium(Service):
    name = "chromium"
    variable = "CHROMIUM"
    packages = ("chromium", "fonts-liberation")

    @staticmethod
    def path() -> str | None:
        return next((path for name in NAMES if (path := shutil.which(name))), None)

    def is_there(self) -> bool:
        return self.path() is not None

    def wait(self) -> str:
        return self.path() or ""
