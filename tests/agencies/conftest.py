"""Fixtures of the agencies' tests."""

from tests.agencies.mergers import _before_mergers

__all__ = ["_before_mergers"]
