"""Cache: in the process by default, Redis by ``REDIS_URL`` when several processes must agree.

And how long caches in front of the portal may show a page that it cannot answer for.
"""

from typing import Any

from portal.settings.env import env

_REDIS_URL = env.str("REDIS_URL", default="")

CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": _REDIS_URL,
            "KEY_PREFIX": "portal",
        }
        if _REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "portal"}
    )
}
CACHES["renditions"] = {**CACHES["default"], "TIMEOUT": 24 * 3600}

# Seconds; at most an hour, and never past midnight (portal.core.shared_caches).
PORTAL_STALE_IF_ERROR = env.int("PORTAL_STALE_IF_ERROR", default=3600)
