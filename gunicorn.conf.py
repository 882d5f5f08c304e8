"""Gunicorn's configuration: `gunicorn --config gunicorn.conf.py`, in the demonstration and behind nginx.

Environment: PORTAL_BIND (address, default 127.0.0.1:8000), WEB_CONCURRENCY (worker processes, default 1),
PORTAL_THREADS (threads a worker, default 4). Settings module: portal.settings.production unless
DJANGO_SETTINGS_MODULE says otherwise.
"""

import ipaddress
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

ROOT = Path(__file__).resolve().parent
for folder in (str(ROOT), str(ROOT / "site")):
    if folder not in sys.path:
        sys.path.insert(0, folder)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

wsgi_app = "portal.wsgi:application"
chdir = str(ROOT)
bind = os.environ.get("PORTAL_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_class = "gthread"
threads = int(os.environ.get("PORTAL_THREADS", "4"))

timeout = 60
graceful_timeout = 10
keepalive = 5
# A worker is replaced now and then, never all at once, so that a slow leak cannot fill the memory.
max_requests = 20_000
max_requests_jitter = 2_000
# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
control_socket_disable = True

limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 8190
# Only a proxy on this machine is believed about the visitor's address and scheme.
forwarded_allow_ips = "127.0.0.1,::1"

accesslog = None
errorlog = "-"
loglevel = "warning"


def is_loopback(address: str) -> bool:
    """Whether an address to listen on, such as 127.0.0.1:8000 or [::1]:8000, is this machine alone."""
    host = address.rsplit(":", 1)[0].strip("[]")
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def on_starting(server: "Arbiter") -> None:
    """Refuse to show the demonstration, whose sign-in needs no password, to other machines."""
    addresses = server.cfg.bind if isinstance(server.cfg.bind, list) else [server.cfg.bind]
    if os.environ.get("PORTAL_DEMO", "").lower() in {"1", "true", "yes", "on", "y", "ok"} and not all(
        is_loopback(address) for address in addresses
    ):
        raise SystemExit(
            "PORTAL_DEMO is for this machine alone: bind to 127.0.0.1, or run without PORTAL_DEMO."
        )
