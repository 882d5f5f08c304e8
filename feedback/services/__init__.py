"""The only doors into a case: :func:`receive` makes one, :func:`act` does the rest, :func:`find` opens one.

Web form, counter, mail and screens all come through here; each act is one transaction, under the row's lock.
"""

from feedback.refusals import NotAllowed, Refused
from feedback.services.acting import Actor, CaseChanged, act
from feedback.services.finding import find, same_sender
from feedback.services.receiving import Receipt, Submission, Upload, receive

__all__ = [
    "Actor",
    "CaseChanged",
    "NotAllowed",
    "Receipt",
    "Refused",
    "Submission",
    "Upload",
    "act",
    "find",
    "receive",
    "same_sender",
]
