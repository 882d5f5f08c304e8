"""Addresses: probes, the editors' side, files, and the public catch-all."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls
from wagtail.views import authenticate_with_password

from portal.accounts import urls as account_urls
from portal.core import components, health, views_display, views_robots
from portal.core.serve import serve
from portal.editorial import as_of
from portal.editorial.people import urls as people_urls
from portal.library import former, images

urlpatterns = [
    path("robots.txt", views_robots.robots),
    path("-/live", health.live),
    path("-/ready", health.ready),
    path("-/health", health.health),
    path("-/xem-nhu-ngay/<int:pk>/", as_of.view, name="as_of"),
    path("-/che-do/", views_display.set_mode, name="display_mode"),
    path("admin/", include(account_urls)),
    path("admin/", include(people_urls)),
    path("admin/", include(admin_urls)),
    path("tep/<int:pk>/ban-cu/", former.history, name="former_files"),
    path("tep/<int:pk>/ban-cu/<int:number>/<str:name>", former.page, name="former_file"),
    path("tep/<int:pk>/ban-cu/<int:number>/tai-ve/<str:name>", former.content, name="former_file_content"),
    re_path(r"^tep/(\d+)/([^/]+)$", former.document),
    path("tep/", include(document_urls)),
    path("media/images/<path:name>", images.rendition, name="rendition"),
]
if settings.PORTAL_COMPONENTS_PAGE:
    urlpatterns.append(path("-/components/", components.component_page, name="components"))

# Wagtail's own pattern admits no dot; procedure codes have one, and addresses of data end in a file name.
urlpatterns += i18n_patterns(
    # Pages that are for certain people only: the one sign-in with both factors.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="sign_in", query_string=True),
        name="wagtailcore_login",
    ),
    re_path(
        r"^_util/authenticate_with_password/(\d+)/(\d+)/$",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    re_path(
        r"^((?:[\w\-.%]+/)*(?:[\w\-]+\.(?:csv|json|jsonl|xlsx|pdf|ics))?)$",
        serve,
        name="wagtail_serve",
    ),
    prefix_default_language=False,
)

handler400 = "portal.core.views_errors.bad_request"
handler403 = "portal.core.views_errors.forbidden"
handler404 = "portal.core.views_errors.not_found"
handler500 = "portal.core.views_errors.server_error"
