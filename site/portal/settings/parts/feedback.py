"""The question desk: keys of what is encrypted, the folder that no web server knows, the virus scanner."""

from portal.settings.env import VAR, env

# The first encrypts and hashes; the others only open what was written under them. Empty: from SECRET_KEY.
PORTAL_FEEDBACK_KEYS = env.list("PORTAL_FEEDBACK_KEYS", default=[])
PORTAL_PRIVATE_ROOT = VAR / "private"
CLAMD_URL = env.str("CLAMD_URL", default="off")
