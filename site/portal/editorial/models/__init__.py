"""Tables of the editorial side."""

from portal.editorial.models.messages import DailyMessage

__all__ = ["DailyMessage"]
