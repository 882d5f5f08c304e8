"""Accessibility, weight and validity of pages in a real browser."""
