"""What a process remembers of its database, and how tests make it forget.

Stamps tell a running portal what is out of date. A test rolls its transaction back, or goes to another
database, where the same stamp can mean other contents.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from wagtail.models import Site

from feedback import selectors as questions
from home.calendars import selectors as calendars
from home.news import listing
from home.visits import counting, shown
from portal.agencies import names, places
from portal.core import clock, routing
from portal.editorial.corrections import public as corrections
from portal.editorial.reviews import shown as reviews
from procedures_pages import gateway, selectors
from search import vocabulary


def forget_contents() -> None:
    """Empties every copy that this process keeps of what pages, rows and settings say."""
    routing.forget()
    vocabulary.forget()
    clock.forget()
    names.forget()
    places.forget()
    selectors.forget()
    gateway.forget()
    questions.forget()
    corrections.forget()
    listing.forget()
    calendars.forget()
    shown.forget()
    counting.forget()
    reviews.forget()
    Site.clear_site_root_paths_cache()
    for cache in caches.all(initialized_only=True):
        cache.clear()


def forget_everything() -> None:
    """Empties those copies, and the numbers of the content types, which differ from database to database."""
    forget_contents()
    ContentType.objects.clear_cache()
