"""What the foundation changes in Wagtail's editors' side."""

from portal.core.record_views import remove_bulk_delete

remove_bulk_delete()
