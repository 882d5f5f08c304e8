"""A check of the database: host names that differ from Nghị định 224/2026/NĐ-CP Điều 11 khoản 4."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from portal.agencies import hosts
from portal.agencies.models import Agency


@register(Tags.database)
def host_names_follow_the_decree(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """One warning a name; run by ``manage.py check --database default`` and by ``migrate``."""
    if "default" not in (databases or ()) or not _has_table():
        return []
    province = Agency.objects.filter(level=Agency.Level.PROVINCE).first()
    if province is None:
        return []
    return [
        Warning(f"{agency.code} {agency.hostname}: {words}", hint=hosts.basis(), id="agencies.W001")
        for agency in Agency.objects.exclude(hostname="").order_by("code")
        for words in hosts.differences(agency.level, agency.name, agency.hostname, province.name)
    ]


def _has_table() -> bool:
    with connections["default"].cursor() as cursor:
        tables = connections["default"].introspection.table_names(cursor)
        if Agency._meta.db_table not in tables:
            return False
        columns = connections["default"].introspection.get_table_description(cursor, Agency._meta.db_table)
    # Before a migration has run, the table may lack what the model has.
    return {field.column for field in Agency._meta.local_concrete_fields} <= {row.name for row in columns}
