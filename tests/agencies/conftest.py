"""Fixtures of the agencies' tests."""

from tests.agencies.mergers import province

__all__ = ["province"]
