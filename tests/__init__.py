"""The test suite; mirrors the applications."""
