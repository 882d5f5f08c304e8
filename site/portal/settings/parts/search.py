"""Search: the embedded engine by default, Elasticsearch by environment (docs/adr/0004)."""

from portal.settings.env import env

PORTAL_SEARCH_ENGINE = env.str("PORTAL_SEARCH_ENGINE", default="embedded")
ELASTICSEARCH_URLS = env.list("ELASTICSEARCH_URL", default=["http://127.0.0.1:9200"])
PORTAL_SEARCH_INDEX_PREFIX = env.str("PORTAL_SEARCH_INDEX_PREFIX", default="portal")
PORTAL_SEARCH_TIMEOUT_SECONDS = 0.3
# Models that have pages or drafts but are meant not to be found (label: reason).
PORTAL_SEARCH_EXCUSED: dict[str, str] = {
    "news.EmergencyBanner": "stands above every page as long as it holds, and is gone then",
    "calendars.AgendaWeek": "stands on the page of its section, below every home",
    "calendars.Reception": "stands on the page of its section, below every home",
}

# Wagtail's own search serves the editors' choosers only.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
