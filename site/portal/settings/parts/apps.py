"""Applications, middleware, templates and entry points."""

from portal.settings.env import DEMO, ROOT, VAR

BASE_DIR = ROOT
PORTAL_VAR = VAR
PORTAL_DEMO = DEMO
PORTAL_COMPONENTS_PAGE = DEMO

INSTALLED_APPS = [
    "portal",
    "portal.core",
    "portal.accounts",
    "portal.library",
    "portal.agencies",
    "portal.publication",
    "search",
    "portal.editorial",
    "procedures_pages",
    "home",
    "home.news",
    "home.calendars",
    "home.royalty",
    "home.visits",
    "home.votes",
    "feedback",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Outermost: says of every answer who may keep it, by the cookies that all others have set.
    "portal.core.shared_caches.SharedCaches",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.core.middleware.RefuseUnreadableInput",
    "csp.middleware.CSPMiddleware",
    "portal.core.middleware.EditorsContentSecurityPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.StaffSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.editorial.guard.AdminGuard",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "portal.editorial.middleware.TellRefusals",
    "home.visits.middleware.CountVisits",
    # Last of all: turns a sign-in that was locked into the page that says so.
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # None: "portal" is the first application, and found twice a template that extends its namesake would
        # extend itself.
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["portal.core.templatetags.portal_tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.core.context.portal",
            ],
        },
    },
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
