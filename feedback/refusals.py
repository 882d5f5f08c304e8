"""Why something was not done."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError


class Refused(ValidationError):
    """What was handed over cannot be taken; told by field, in Vietnamese, with what to do."""


class NotAllowed(PermissionDenied):
    """This person, or this state of the case, does not allow the act; the message says which."""
