"""What this app adds to the editors' side."""

from wagtail.snippets.models import register_snippet

from home.calendars.viewsets import AgendaViewSet, ReceptionViewSet

register_snippet(AgendaViewSet)
register_snippet(ReceptionViewSet)
