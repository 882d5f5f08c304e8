"""Public views of the catalogue; the routes that lead to them are on :class:`ProcedureIndexPage`."""
