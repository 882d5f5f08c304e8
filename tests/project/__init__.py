"""Rules that hold over the whole repository."""
