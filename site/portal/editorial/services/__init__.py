"""The one publish service: what makes a thing public, changes it or takes it away ends here.

Admin, importers, provisioning, schedules and the shell all pass its rules (:mod:`.gate`) and leave, in the
act's own transaction, the line in the publication log, the search outbox's rows and the stamps
(docs/adr/0003, docs/adr/0012). What Wagtail does itself is led here by :mod:`portal.editorial.wagtail_doors`.

* :mod:`.publishing`: the acts as code calls them;
* :mod:`.gate`: the rules: permission, the second pair of eyes, requirements, postings that must stay;
* :mod:`.kinds`: how the acts on a type of thing are written; domain apps register theirs;
* :mod:`.acting`: who acts.
"""

from portal.editorial.services.acting import MACHINE, SCHEDULE, Actor, acting_as
from portal.editorial.services.gate import register_hold
from portal.editorial.services.kinds import Acts, Happening, Kind, Line, register_kind, simple
from portal.editorial.services.publication import Publication, commit
from portal.editorial.services.publishing import (
    add_published,
    expire,
    publish,
    publish_page,
    publish_pages,
    schedule,
    unpublish,
)
from portal.editorial.services.refusal import PublishRefused

__all__ = [
    "MACHINE",
    "SCHEDULE",
    "Actor",
    "Acts",
    "Happening",
    "Kind",
    "Line",
    "Publication",
    "PublishRefused",
    "acting_as",
    "add_published",
    "commit",
    "expire",
    "publish",
    "publish_page",
    "publish_pages",
    "register_hold",
    "register_kind",
    "schedule",
    "simple",
    "unpublish",
]
