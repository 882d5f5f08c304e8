"""What the day's work registers when the application starts."""

from portal.core.jobs import register_job
from portal.editorial.today import message, sources, starts


def install() -> None:
    """Sources, things to begin, e-mail and the job that sends; called once."""
    sources.register()
    starts.register()
    message.register()
    register_job("daily_message", message.send_daily, 300)
