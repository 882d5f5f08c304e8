"""Settings for the test suite: real database by ``DATABASE_URL``, fast hashes, plain static files."""

from portal.settings.base import *
from portal.settings.env import VAR, env

DEBUG = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A file, as in real use: the in-memory kind shares one cache between threads and knows no waiting.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
elif _beside := env.str("PORTAL_TEST_DATABASE", default=""):
    # Tests that run beside others in the same cluster.
    DATABASES["default"]["TEST"] = {"NAME": f"test_{_beside}"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = VAR / "test-media"
# The scanner that `make test` starts is asked by the tests that name it.
CLAMD_URL = "off"
PORTAL_PRIVATE_ROOT = VAR / "test-private"
PORTAL_DELETION_LEDGER = PORTAL_PRIVATE_ROOT / "deletions.jsonl"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
PORTAL_COMPONENTS_PAGE = True
