"""What messages, answers and drafts hold is ciphertext on disk, is covered by the change of keys, and is dropped in time."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from staging.world import World

from bot.core import drafts
from bot.core.outbox import Notice, PersonPlace, Posting, upkeep
from bot.core.privacy import Keyring, configure
from bot.core.privacy.fields import TOKEN
from bot.main import rotation

CANARY = "押品估值只剩四成"
EVERY = ["sqlite", "postgresql"]


def said(world: World) -> None:
    with world.work(world.li) as work:
        work.post(Notice("core/shortened", PersonPlace(world.li.id), once="sealed:1", data={"text": CANARY}))
        drafts.put(work, "visits.test", text=CANARY)


def stored(world: World) -> list[str]:
    with world.rapport.engine.begin() as connection:
        rows = [
            *connection.execute(text("SELECT data FROM posting")),
            *connection.execute(text("SELECT data FROM draft")),
            *connection.execute(text("SELECT answer FROM inbox")),
        ]
    return [row[0] for row in rows if row[0] is not None]


@pytest.mark.parametrize("backend", EVERY, indirect=True)
def test_on_disk_it_is_ciphertext_and_in_slack_it_reads(world: World) -> None:
    said(world)
    world.li.types("/client", "华东精工")

    assert all(value.startswith(TOKEN) or value == "{}" for value in stored(world))
    assert any(value.startswith(TOKEN) for value in stored(world))
    world.deliver()
    assert CANARY in world.li.last_words()


@pytest.mark.parametrize("backend", EVERY, indirect=True)
def test_the_change_of_keys_covers_it_whatever_its_key_column_is(world: World) -> None:
    old, new = Keyring.new_key(), Keyring.new_key()
    configure(Keyring([old]))
    said(world)
    world.li.types("/client", "华东精工")
    configure(Keyring([new, old]))

    count = rotation.rotate_all(world.rapport.workshop)

    sealed = [value for value in stored(world) if value.startswith(TOKEN)]
    assert count == len(sealed) >= 3
    for value in sealed:
        Keyring([new]).open(value)


@pytest.mark.parametrize("backend", EVERY, indirect=True)
def test_thirty_days_after_its_delivery_it_is_gone(world: World) -> None:
    said(world)
    world.deliver()
    world.clock.forward(days=29, hours=23)
    upkeep.forget_data(world.rapport.workshop)
    assert any(row.data for row in world.all(Posting))

    world.clock.now += timedelta(hours=2)
    upkeep.forget_data(world.rapport.workshop)

    assert not any(row.data for row in world.all(Posting) if row.once == "sealed:1")
