"""Display modes chosen by a visitor: large view, text only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def set_mode(request: HttpRequest) -> HttpResponse:
    """Remember the mode and go back."""
    return redirect("/")
