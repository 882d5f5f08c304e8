"""Writes of the procedure catalogue."""
