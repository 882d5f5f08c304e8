"""Signing in: second factor, lock-out, sessions, passwords (docs/accounts.md)."""

from datetime import timedelta

from portal.settings.env import env

# A real province stands behind one proxy on this machine; a demonstration behind none.
PORTAL_PROXIES = env.int("PORTAL_PROXIES", default=0)

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "portal.accounts.backends.StaffBackend",
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
PASSWORD_RESET_TIMEOUT = 6 * 3600

# Lock-out. Tries are rows of the database, so that they count over all processes.
PORTAL_LOCKOUT_TRIES = env.int("PORTAL_LOCKOUT_TRIES", default=6)
PORTAL_LOCKOUT_ADDRESS_TRIES = env.int("PORTAL_LOCKOUT_ADDRESS_TRIES", default=20)
AXES_HANDLER = "portal.accounts.lockout.Handler"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_FAILURE_LIMIT = PORTAL_LOCKOUT_TRIES
AXES_COOLOFF_TIME = timedelta(minutes=env.int("PORTAL_LOCKOUT_MINUTES", default=60))
# Whoever goes on trying must not keep the person out for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "portal.accounts.lockout.locked_response"
AXES_USERNAME_CALLABLE = "portal.accounts.lockout.account_name"
AXES_CLIENT_IP_CALLABLE = "portal.core.client_address.counted_address"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Second factor: each failure doubles the wait until the next try counts (1, 2, 4 … seconds).
OTP_TOTP_THROTTLE_FACTOR = 1
OTP_STATIC_THROTTLE_FACTOR = 1

# Sessions: the idle and the absolute limit are held by portal.accounts.sessions, whatever the cookie says.
PORTAL_SESSION_IDLE = timedelta(minutes=env.int("PORTAL_SESSION_IDLE_MINUTES", default=30))
PORTAL_SESSION_LONGEST = timedelta(hours=env.int("PORTAL_SESSION_HOURS", default=12))
SESSION_COOKIE_AGE = int(PORTAL_SESSION_LONGEST.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# Accounts that nobody uses: told after so many days, warned, closed.
PORTAL_DORMANT_DAYS = env.int("PORTAL_DORMANT_DAYS", default=45)
PORTAL_DORMANT_CLOSE_DAYS = env.int("PORTAL_DORMANT_CLOSE_DAYS", default=90)

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.accounts.passwords.LengthValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "portal.accounts.passwords.GuessableValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
