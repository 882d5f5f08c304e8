"""The guard of the editors' side: asks the one policy about every object that an address names.

Wagtail's views ask about the model or the destination, and helper views (choosers, previews, usage, history)
came later than the page views: eighteen advisories in 2026 are of this kind. So the question is not left to
each view. :mod:`.rules` classifies every address; an address that is not classified, and is no view of ours
that names its roles, answers 404 to everybody but a superuser.
"""

from portal.editorial.guard.middleware import AdminGuard

__all__ = ["AdminGuard"]
