"""Mail: printed to the console unless ``EMAIL_URL`` names a server."""

from portal.settings.env import env

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("PORTAL_FROM_EMAIL", default="cong-khai@localhost")
# The mailbox for answers to the question desk's letters, and where it is fetched (empty: there is none).
PORTAL_MAIL_REPLIES_TO = env.str("PORTAL_MAIL_REPLIES_TO", default="")
PORTAL_MAIL_REPLIES_URL = env.str("PORTAL_MAIL_REPLIES_URL", default="")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
