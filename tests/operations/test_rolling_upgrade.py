"""The next release upgrades the database while this one runs; whether this one may go on, the database says."""

from pathlib import Path

import pytest
from staging.databases import Databases

from bot.core.database import connect
from bot.core.errors import Misconfigured
from bot.main import migrate, reset, transfer
from bot.migrations import support

NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = {name!r}, {after!r}, None, None
works_with = {works_with!r}
def upgrade():
    op.create_table("table_{name}", sa.Column("id", sa.Integer, primary_key=True))
"""


def release(folder: Path, name: str, after: str, works_with: str | None) -> None:
    (folder / f"{name}_next.py").write_text(NEXT.format(name=name, after=after, works_with=works_with), "utf-8")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(databases: Databases, request: pytest.FixtureRequest):
    engine = connect(databases.fresh(request.param))
    yield engine
    engine.dispose()


def test_an_older_program_runs_on_a_database_that_says_so(engine, tmp_path):
    release(tmp_path, "0002", "0001", works_with="0001")
    migrate.upgrade(engine, [tmp_path])

    migrate.upgrade(engine)
    migrate.check(engine)

    assert migrate.newer(engine) == "0002"
    assert not migrate.pending(engine)
    migrate.check(engine, [tmp_path])


def test_a_migration_that_says_nothing_works_with_its_own_release_alone(engine, tmp_path):
    release(tmp_path, "0002", "0001", works_with=None)
    migrate.upgrade(engine, [tmp_path])

    for start in (migrate.upgrade, migrate.check):
        with pytest.raises(Misconfigured, match=r"revision 0002.*newer than this program; install the newer release"):
            start(engine)


def test_what_one_migration_took_away_no_later_one_gives_back(engine, tmp_path):
    release(tmp_path, "0002", "0001", works_with=None)
    release(tmp_path, "0003", "0002", works_with="0001")
    migrate.upgrade(engine, [tmp_path])

    with pytest.raises(Misconfigured, match="revision 0003"):
        migrate.check(engine)


def test_a_program_two_releases_back_is_judged_by_the_same_word(engine, tmp_path):
    release(tmp_path, "0002", "0001", works_with="0001")
    release(tmp_path, "0003", "0002", works_with="0002")
    migrate.upgrade(engine, [tmp_path])

    with engine.connect() as connection:
        assert support.works_with(connection, "0003") == "0002"
    with pytest.raises(Misconfigured, match="revision 0003"):
        migrate.check(engine)


def test_a_word_about_a_migration_that_does_not_exist_stops_the_upgrade(engine, tmp_path):
    release(tmp_path, "0002", "0001", works_with="0000")

    with pytest.raises(LookupError, match="0000"):
        migrate.upgrade(engine, [tmp_path])

    migrate.check(engine)


def test_what_needs_every_table_is_left_to_the_newer_release(engine, tmp_path):
    (tmp_path / "versions").mkdir()
    release(tmp_path / "versions", "0002", "0001", works_with="0001")
    migrate.upgrade(engine, [tmp_path / "versions"])

    with pytest.raises(Misconfigured, match="do this with the newer release"):
        transfer.export(engine, tmp_path / "all.jsonl.gz")
    with pytest.raises(Misconfigured, match="do this with the newer release"):
        reset.reset(engine)

    assert list(tmp_path.glob("*.gz")) == []
