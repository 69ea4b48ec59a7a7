"""Which programs may run on a database: the oldest one, written into the database by its migrations.

A migration that only adds (a table, a column that may be empty or has a default of the database's) says
`works_with = "0003"`: a program whose newest migration is 0003 may go on running on the result. One that says nothing
works with its own release alone. The word stands in the database because the older program, which has to decide whether
it may run, does not have the newer migration.
"""

from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select

NAME = "schema_support"
"""Like `alembic_version` it describes the schema, not the house: no model, and not part of an export."""
_support = Table(
    NAME, MetaData(), Column("revision", String, primary_key=True), Column("works_with", String, nullable=False)
)


def prepare(connection: Connection) -> None:
    """Make the table unless it is there."""
    _support.create(connection, checkfirst=True)


def note(connection: Connection, scripts: ScriptDirectory, revision: str) -> None:
    """Write down the oldest program for the schema after `revision`; part of the migration's own transaction."""
    if inspect(connection).has_table(NAME):
        word = {"revision": revision, "works_with": oldest(scripts, revision)}
        connection.execute(_support.delete().where(_support.c.revision == revision))
        connection.execute(insert(_support).values(word))


def oldest(scripts: ScriptDirectory, revision: str) -> str:
    """The oldest program that works with `revision`: no migration on the way there may ask for a newer one."""
    line = [script.revision for script in scripts.walk_revisions("base", revision)][::-1]
    asked = [_works_with(scripts, step) for step in line]
    unknown = set(asked) - set(line)
    if unknown:
        raise LookupError(f"works_with names no earlier migration: {', '.join(sorted(unknown))}")
    return line[max(line.index(name) for name in asked)]


def _works_with(scripts: ScriptDirectory, revision: str) -> str:
    module: Any = scripts.get_revision(revision).module
    return str(getattr(module, "works_with", None) or revision)


def works_with(connection: Connection, revision: str) -> str | None:
    """What the database says about itself at `revision`; None if nothing."""
    if not inspect(connection).has_table(NAME):
        return None
    asked = select(_support.c.works_with).where(_support.c.revision == revision)
    found: str | None = connection.execute(asked).scalar()
    return found
