"""Seeds of the editors' side."""

from portal.editorial.people import demo

demo.register()
