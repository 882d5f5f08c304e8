"""Files: built assets, collected static files, media."""

from portal.settings.env import ROOT, VAR, env

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static" / "public", ("portal", VAR / "assets")]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
PORTAL_SAMPLE_DATA = env.path("PORTAL_SAMPLE_DATA", default=str(ROOT.parent / "shared" / "data"))
