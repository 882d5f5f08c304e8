"""Settings for a developer's machine and for the demonstration; bound to loopback only."""

from django.core.management.utils import get_random_secret_key

from portal.settings.base import *
from portal.settings.env import DEBUG as PORTAL_DEBUG
from portal.settings.env import VAR


def _local_secret_key() -> str:
    """A key kept in ``PORTAL_VAR``, made once, so that sessions survive a restart."""
    file = VAR / "secret-key"
    if not file.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        file.write_text(get_random_secret_key())
        file.chmod(0o600)
    return file.read_text()


DEBUG = PORTAL_DEBUG
SECRET_KEY = SECRET_KEY or _local_secret_key()
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]", ".localhost"]
PORTAL_COMPONENTS_PAGE = True
