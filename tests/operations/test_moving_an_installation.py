"""Backup, restore, export and import: the same rows on the other side."""

import gzip
from pathlib import Path

import pytest
from staging.databases import Databases
from staging.world import World

from bot.core.database import connect
from bot.core.errors import Misconfigured
from bot.customers.models import ContactPerson, Customer
from bot.main import backup, transfer


def lived_in(world: World) -> None:
    """A little life: a contact person with a sealed number, an audit line."""
    with world.work() as work:
        work.save(ContactPerson(customer_id=world.huadong.id, name="李总", phone="13800138000"))
    world.li.types("/client", "华东精工")


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_an_installation_moves_whole(world: World, databases: Databases, tmp_path: Path, target: str) -> None:
    lived_in(world)
    file = tmp_path / "all.jsonl.gz"
    written = transfer.export(world.rapport.engine, file)

    other = connect(databases.empty(target))
    transfer.load(other, file)

    assert transfer.contents(other) == written == transfer.contents(world.rapport.engine)
    assert sum(item.rows for item in written) > 20
    other.dispose()


def test_new_rows_get_new_numbers_after_the_move(world: World, databases: Databases, tmp_path: Path) -> None:
    lived_in(world)
    transfer.export(world.rapport.engine, tmp_path / "all.gz")
    url = databases.empty("postgresql")
    other = connect(url)
    transfer.load(other, tmp_path / "all.gz")
    other.dispose()

    with World.on(url) as moved, moved.rapport.workshop.open() as work:
        assert work.save(Customer(name="新客户")).id > world.acme.id


def test_a_database_with_data_is_not_overwritten(world: World, tmp_path: Path) -> None:
    transfer.export(world.rapport.engine, tmp_path / "all.gz")

    with pytest.raises(Misconfigured, match="not empty"):
        transfer.load(world.rapport.engine, tmp_path / "all.gz")


def test_a_damaged_file_leaves_nothing_behind(world: World, databases: Databases, tmp_path: Path) -> None:
    transfer.export(world.rapport.engine, tmp_path / "all.gz")
    lines = gzip.decompress((tmp_path / "all.gz").read_bytes()).decode().replace("宏达机械", "宏达机器")
    (tmp_path / "bad.gz").write_bytes(gzip.compress(lines.encode()))
    other = connect(databases.empty("sqlite"))

    with pytest.raises(Misconfigured, match="checksum"):
        transfer.load(other, tmp_path / "bad.gz")

    assert sum(item.rows for item in transfer.contents(other)) == 0
    other.dispose()


def test_a_backup_taken_while_working_comes_back(world: World, tmp_path: Path) -> None:
    lived_in(world)
    kept = transfer.contents(world.rapport.engine)
    backup.backup(world.rapport.engine, tmp_path / "copy.db")
    world.customer("后来的客户", world.li)

    backup.restore(world.rapport.engine, tmp_path / "copy.db")

    back = transfer.contents(world.rapport.engine)
    marked = [now.table for now, before in zip(back, kept, strict=True) if now != before]
    assert marked == ["pace"], "only the mark that a backup was put back is new"
    assert list(tmp_path.glob("*.part")) == []
