"""Wagtail: Vietnamese slugs, no calls to other hosts, our models for images and documents."""

from django.utils.translation import gettext_lazy as _

from portal.settings.env import env

WAGTAIL_SITE_NAME = _("Cổng thông tin điện tử")
WAGTAILADMIN_BASE_URL = env.str("PORTAL_BASE_URL", default="http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "library.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "library.PortalDocument"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.library.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "doc", "docx", "xls", "xlsx", "odt", "ods", "csv", "zip"]
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic"]
WAGTAILADMIN_RECENT_EDITS_LIMIT = 5
# Old addresses of pages are our own affair (portal.core.former): Wagtail's rows are lost with a site's host.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "portal.editorial.workflow.finish.publish_approved"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# Milliseconds after the last key until a draft is saved, and between looks for others at the same text.
WAGTAIL_AUTOSAVE_INTERVAL = 3_000
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 8_000
TAGGIT_CASE_INSENSITIVE = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Named for static typing; the default page model stays (docs/adr/0001).
WAGTAIL_PAGE_MODEL = "wagtailcore.Page"
# One country, one time: nobody chooses a zone, all hours are those of Việt Nam.
WAGTAIL_USER_TIME_ZONES = ["Asia/Ho_Chi_Minh"]
