"""What happens to files, for the parts of the portal that keep the books."""

from django.dispatch import Signal

# In the transaction of the act. ``instance``: the document; ``former``: the FormerFile that it leaves behind.
file_replaced = Signal()
