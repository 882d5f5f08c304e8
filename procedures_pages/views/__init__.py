"""Public pages of the catalogue."""

from procedures_pages.views.routes import ProcedureRoutes

__all__ = ["ProcedureRoutes"]
