"""The publication log."""
