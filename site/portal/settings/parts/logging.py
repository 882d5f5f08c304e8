"""Logs: one line an event on the error stream; no request bodies, no personal data."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "portal": {"level": "INFO"},
        "search": {"level": "INFO"},
        "procedures_pages": {"level": "INFO"},
        "elastic_transport": {"level": "ERROR"},
    },
}
