"""Fixtures of the editors' side."""

from tests.editorial.register_desk import keeper, operator, point

__all__ = ["keeper", "operator", "point"]
