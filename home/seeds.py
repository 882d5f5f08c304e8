"""Seeds of this app: the languages."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Locale

from portal.core.seeds import SeedContext, register_seed


def _languages(context: SeedContext) -> None:
    for code, _label in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


register_seed("locales", 20, None, _languages, version=lambda: repr(settings.LANGUAGES))
