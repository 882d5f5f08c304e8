"""Mail: printed to the console unless ``EMAIL_URL`` names a server."""

from portal.settings.env import env

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("PORTAL_FROM_EMAIL", default="cong-khai@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
