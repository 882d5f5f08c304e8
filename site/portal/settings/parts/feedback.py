"""The question desk: keys of what is encrypted, the folder that no web server knows, the virus scanner."""

from pathlib import Path

from portal.settings.env import VAR, env

# The first encrypts and hashes; the others only open what was written under them. Empty: from SECRET_KEY.
PORTAL_FEEDBACK_KEYS = env.list("PORTAL_FEEDBACK_KEYS", default=[])
PORTAL_PRIVATE_ROOT = VAR / "private"
# What was erased, told without naming anybody: copied away with every backup, on another disk if there is.
PORTAL_DELETION_LEDGER = Path(
    env.str("PORTAL_DELETION_LEDGER", default=str(PORTAL_PRIVATE_ROOT / "deletions.jsonl"))
)
CLAMD_URL = env.str("CLAMD_URL", default="off")
