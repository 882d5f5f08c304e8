"""Settings for a real province: everything by environment, refused when something is missing."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *
from portal.settings.env import env

if PORTAL_DEMO:
    raise ImproperlyConfigured(
        "PORTAL_DEMO is for a loopback demonstration; a real province runs without it."
    )
if not SECRET_KEY:
    raise ImproperlyConfigured("Set PORTAL_SECRET_KEY (50 random characters or more).")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set PORTAL_ALLOWED_HOSTS to the host names of the portal.")

DEBUG = False
PORTAL_COMPONENTS_PAGE = False
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^-/(live|ready)$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# A browser keeps a cookie of these names only from this host itself, over HTTPS.
SESSION_COOKIE_NAME = "__Host-phien"
CSRF_COOKIE_NAME = "__Host-csrf"
# nginx on this machine stands in front (gunicorn.conf.py).
PORTAL_PROXIES = env.int("PORTAL_PROXIES", default=1)
