"""People and what they may do where."""

from portal.accounts.models.membership import Membership
from portal.accounts.models.user import User

__all__ = ["Membership", "User"]
