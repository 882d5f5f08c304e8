"""What this app adds to the editors' side."""

from wagtail.snippets.models import register_snippet

from procedures_pages.viewsets import CatalogueGroup

register_snippet(CatalogueGroup)
