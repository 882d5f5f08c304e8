"""Registers the viewset of records for each record type that has none."""

from django.apps import apps
from wagtail.snippets.models import get_snippet_models, register_snippet

from portal.core.record_views import RecordViewSet
from portal.core.records import Record

for model in apps.get_models():
    if issubclass(model, Record) and model not in get_snippet_models():
        register_snippet(type(f"{model.__name__}ViewSet", (RecordViewSet,), {"model": model}))
