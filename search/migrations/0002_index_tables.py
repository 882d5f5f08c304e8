"""Tables of the embedded index, which differ between SQLite and PostgreSQL."""

from django.db import migrations


def _statements(vendor):
    if vendor == "postgresql":
        from search.backends import postgres as backend
    else:
        from search.backends import sqlite as backend
    return backend


def create(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor).CREATE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor).DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
