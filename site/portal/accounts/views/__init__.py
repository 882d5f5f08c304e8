"""Views of signing in, of one's own account, and of resetting a password."""
