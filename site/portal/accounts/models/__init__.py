"""People and what they may do where."""

from portal.accounts.models.invitations import Handover, Invitation
from portal.accounts.models.membership import Membership
from portal.accounts.models.sessions import StaffSession
from portal.accounts.models.user import User, account_key

__all__ = ["Handover", "Invitation", "Membership", "StaffSession", "User", "account_key"]
