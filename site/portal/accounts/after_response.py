"""Work that must not show in how long an answer takes: done when the answer has been sent."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpResponseBase

logger = logging.getLogger("portal.accounts")


def after_response(response: HttpResponseBase, work: Callable[[], None]) -> None:
    """Run ``work`` once the server has sent this response; a failure is logged, nobody waits for it."""

    def run() -> None:
        try:
            work()
        except Exception:
            logger.exception("work after the response failed")

    response._resource_closers.append(run)  # type: ignore[attr-defined]
