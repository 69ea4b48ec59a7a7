"""The database is built by migrations alone, and they build what the models say."""

import pytest
from staging.databases import Databases

from bot.core.database import connect
from bot.core.errors import Misconfigured
from bot.main import migrate
from bot.migrations.tables import metadata


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_migrations_lead_from_nothing_to_the_models(databases: Databases, backend: str) -> None:
    engine = connect(databases.empty(backend))

    migrate.upgrade(engine)

    migrate.differences(engine)
    migrate.check(engine)
    engine.dispose()


def test_a_database_that_was_never_migrated_is_told_apart(databases: Databases) -> None:
    engine = connect(databases.empty("sqlite"))

    with pytest.raises(Misconfigured, match="db upgrade"):
        migrate.check(engine)

    engine.dispose()


def test_a_newer_database_is_refused(databases: Databases) -> None:
    engine = connect(databases.fresh("sqlite"))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(Misconfigured, match="newer than this program"):
        migrate.upgrade(engine)

    engine.dispose()


def test_every_table_is_known_to_the_migrations() -> None:
    assert {"person", "customer", "promise", "visit", "posting", "audit_line"} <= set(metadata().tables)
