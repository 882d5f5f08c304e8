"""Đính chính: made by an editor, public with the next publication, shown on the thing and in a list."""
