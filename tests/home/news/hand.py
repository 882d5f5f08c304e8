"""An officer's hand beside a running portal: a process of its own that publishes when it is told to.

A line of JSON in, a line of JSON out. ``{"area": CODE}``: homes of communes in an area and outside;
``{"warn": CODE, "seconds": N}``: publish a banner for an area; ``{"withdraw": ADDRESS}``: take an article
down.
Each answer has ``done``, the moment (seconds since 1970) at which the act was stored.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import timedelta
from typing import Any

import django


def area(code: str) -> dict[str, Any]:
    from home.news.models import AlertArea
    from portal.agencies.models import Agency

    inside = AlertArea.objects.get(code=code).communes.order_by("sort_key")
    outside = Agency.objects.filter(level="commune").exclude(pk__in=inside).order_by("sort_key")
    homes = [[f"/xa-phuong/{agency.slug}/" for agency in found[:3]] for found in (inside, outside)]
    return {"inside": homes[0], "outside": homes[1], "count": inside.count()}


def warn(code: str, seconds: float) -> dict[str, Any]:
    from home.news.models import AlertArea, EmergencyBanner
    from portal.agencies.models import Agency
    from portal.core import clock
    from portal.editorial.services import publish

    banner = EmergencyBanner(
        agency=Agency.objects.get(level="province"),
        title="Lũ trên sông Lam",
        text="Rời nhà ven sông ngay. Không qua ngầm tràn.",
        phone="112",
        issuer="Ban Chỉ huy Phòng thủ dân sự tỉnh",
        reach=EmergencyBanner.Reach.CHOSEN,
        live=False,
    )
    banner.areas = [AlertArea.objects.get(code=code)]
    banner.expires_at = clock.now() + timedelta(seconds=seconds)
    banner.save()
    publish(banner, actor_role="kiem-thu")
    return {"until": banner.expires_at.timestamp()}


def withdraw(address: str) -> dict[str, Any]:
    from home.news.models import ArticlePage
    from portal.editorial.services import unpublish

    slug = address.strip("/").split("/")[-1]
    for page in ArticlePage.objects.filter(slug=slug, live=True):
        if page.url.endswith(address):
            unpublish(page, actor_role="kiem-thu")
            return {}
    raise LookupError(address)


def say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    django.setup()
    say({"ready": True})
    for line in sys.stdin:
        told = json.loads(line)
        if "area" in told:
            found = area(told["area"])
        elif "warn" in told:
            found = warn(told["warn"], told["seconds"])
        else:
            found = withdraw(told["withdraw"])
        say(found | {"done": time.time()})


if __name__ == "__main__":
    main()
