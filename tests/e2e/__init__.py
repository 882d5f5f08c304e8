"""Walks through the running portal."""
