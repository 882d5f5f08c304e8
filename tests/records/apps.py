"""Application configuration."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Must come after the applications that register viewsets of their own."""

    name = "tests.records"
    label = "test_records"
