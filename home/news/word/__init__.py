"""News and notices written from a Word file or from pasted text (engine: :mod:`portal.library.word`)."""
