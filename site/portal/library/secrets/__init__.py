"""State secrets: a file with a stamp line MẬT, TỐI MẬT or TUYỆT MẬT is not taken in at all.

:func:`examine` looks at a file by its content, whatever its name says. Every form asks it before a file is
taken (:mod:`portal.library.forms`), and so does the field that stores one (:mod:`portal.library.fields`): no
door goes past it. A false alarm is overruled by a second person (:class:`SecrecyOverrule`).
"""

from portal.library.secrets.examine import Finding, examine
from portal.library.secrets.stamps import LEVELS, stamps_in

__all__ = ["LEVELS", "Finding", "examine", "stamps_in"]
