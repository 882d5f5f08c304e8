"""Importers of procedures: every format is read into one internal model (:mod:`.parsed`)."""
