"""The component page: every component with its example (development and demonstration only)."""

from django.http import HttpRequest, HttpResponse


def component_page(request: HttpRequest) -> HttpResponse:
    """All components on one page."""
    return HttpResponse("components")
