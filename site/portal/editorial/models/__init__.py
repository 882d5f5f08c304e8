"""Tables of the editorial side."""

from portal.editorial.models.approval import Absence, Approval, EmergencyPublication, NotApplicable
from portal.editorial.models.correction import Correction
from portal.editorial.models.messages import DailyMessage
from portal.editorial.models.review import Review
from portal.editorial.models.workflow import AgencyApprovalTask

__all__ = [
    "Absence",
    "AgencyApprovalTask",
    "Approval",
    "Correction",
    "DailyMessage",
    "EmergencyPublication",
    "NotApplicable",
    "Review",
]
