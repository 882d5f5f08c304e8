"""Something public that shows a file of the library."""

from portal.library.models import PortalDocument
from procedures_pages.models import AnnouncingDecision


def show(document: PortalDocument) -> AnnouncingDecision:
    """A decision whose file it is: public as it stands."""
    return AnnouncingDecision.objects.create(
        issuer="UBND tỉnh", number=f"{document.pk}/QĐ-UBND", document=document
    )
