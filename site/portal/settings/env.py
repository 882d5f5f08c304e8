"""The process environment, read in one place.

Every variable is listed in docs/settings.md; ``tests/project/test_settings.py`` compares the two.
"""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parents[3]
env = environ.Env()

VAR = Path(env.str("PORTAL_VAR", default=str(ROOT / "var"))).resolve()
DEMO = env.bool("PORTAL_DEMO", default=False)
DEBUG = env.bool("PORTAL_DEBUG", default=False)
