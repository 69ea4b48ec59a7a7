"""Confidential columns hold ciphertext, survive a change of keys, and say clearly what is missing."""

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select, text
from sqlalchemy.exc import StatementError

from bot.core.errors import Misconfigured
from bot.core.privacy import Keyring, Sealed, SealedJson, Unreadable, configure, rotate, sealed_columns

METADATA = MetaData()
PEOPLE = Table(
    "people", METADATA, Column("id", Integer, primary_key=True), Column("number", Sealed), Column("facts", SealedJson)
)


@pytest.fixture
def database():
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    yield engine
    configure(None)
    engine.dispose()


def test_a_sealed_column_reads_back_and_is_unreadable_on_disk(database):
    configure(Keyring.parse(Keyring.new_key()))
    with database.begin() as session:
        session.execute(insert(PEOPLE).values(number="11010519491231002X", facts={"持股": 0.3, "from": None}))
        session.execute(insert(PEOPLE).values(number=None, facts=None))
        stored = session.execute(text("select number, facts from people where id = 1")).one()
        rows = session.execute(select(PEOPLE.c.number, PEOPLE.c.facts).order_by(PEOPLE.c.id)).all()
    assert "1101" not in stored.number and "持股" not in stored.facts
    assert [tuple(row) for row in rows] == [("11010519491231002X", {"持股": 0.3, "from": None}), (None, None)]


def test_a_new_key_reads_old_values_and_rotation_lets_the_old_key_go(database):
    old, new = Keyring.new_key(), Keyring.new_key()
    token = Keyring.parse(old).seal("138")
    configure(Keyring.parse(f"{new}, {old}"))
    turned = rotate(token)
    assert Keyring.parse(new).open(turned) == "138"
    with pytest.raises(Unreadable, match="retired key"):
        Keyring.parse(new).open(token)


def test_what_was_changed_or_cut_on_disk_is_not_opened():
    ring = Keyring.parse(Keyring.new_key())
    token = ring.seal("138")
    middle = len(token) // 2
    changed = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    for broken in (changed, token[:-4], token[:16], token[:5], token + "!", "138", ""):
        with pytest.raises(Unreadable):
            ring.open(broken)


def test_without_keys_nothing_confidential_is_stored_in_clear(database):
    configure(None)
    said = r"RAPPORT_SECRET_KEYS is not set.*keys new"
    with database.begin() as session, pytest.raises((Misconfigured, StatementError), match=said):
        session.execute(insert(PEOPLE).values(number="1"))


@pytest.mark.parametrize("line, said", [("", "is empty"), (None, "is empty"), (",", "is empty"), ("a", "key 1 is not")])
def test_a_wrong_setting_is_named_with_what_to_do(line, said):
    with pytest.raises(Misconfigured, match=said):
        Keyring.parse(line)


def test_a_keyring_shows_no_key():
    key = Keyring.new_key()
    assert repr(Keyring.parse(key)) == "Keyring(1 keys)"
    with pytest.raises(Misconfigured) as told:
        Keyring.parse("my-secret")
    assert "my-secret" not in str(told.value)


def test_rotation_knows_every_sealed_column():
    assert [(table.name, column.name) for table, column in sealed_columns(METADATA)] == [
        ("people", "number"),
        ("people", "facts"),
    ]
