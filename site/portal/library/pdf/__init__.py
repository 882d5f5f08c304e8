"""PDF files: opened one at a time within limits, what they say about themselves, who has signed them.

Nothing here judges whether a signature holds: names and times are what the file says.
"""

from portal.library.pdf.opening import MOST_PAGES, Closed, Fault, judge, opened
from portal.library.pdf.signatures import Signature, facts, signatures

__all__ = ["MOST_PAGES", "Closed", "Fault", "Signature", "facts", "judge", "opened", "signatures"]
