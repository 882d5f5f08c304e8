"""Answers to the desk's letters: addresses that lead back to a case, and reading what comes there."""
