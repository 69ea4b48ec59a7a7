"""One person's data: found where it stands, handed out, forgotten; what the law has kept becomes restricted use."""

import json
from pathlib import Path

import pytest
from staging.world import World
from typer.testing import CliRunner

from bot.cli import app
from bot.compliance import retention_holds
from bot.core.audit import AuditLine
from bot.core.errors import Misconfigured
from bot.core.policy import load_pack
from bot.core.privacy import Keyring, configure
from bot.customers import usecases as customers
from bot.customers.models import ContactPerson, Customer
from bot.directory import usecases as directory
from bot.directory.models import Person
from bot.migrations.tables import metadata
from bot.reports.privacy_erasure import erase
from bot.reports.privacy_person import find_person
from bot.visits.models import Visit

NAME, PHONE = "欧阳文山", "13912345678"
EVERY = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def key() -> str:
    """A key the command line can be given, in force for this test."""
    made = Keyring.new_key()
    configure(Keyring((made,)))
    return made


@pytest.fixture
def contact(world: World) -> int:
    with world.work() as work:
        person = customers.add_person(
            work, work.session.get_one(Customer, world.huadong.id), NAME, "财务总监", PHONE, "ouyang@huadong.example"
        )
        found = person.id
    world.li.types("/visit", f"拜访华东精工 {NAME}，电话{PHONE}，下周三前给{NAME}送方案")
    world.li.types("/client", "华东精工")
    return found


def standing(world: World, word: str = NAME) -> set[str]:
    """Tables in which the word still stands, sealed columns opened."""
    found = set()
    with world.rapport.workshop.read() as work:
        for table in metadata().sorted_tables:
            for row in work.session.execute(table.select()):
                if word in str(tuple(row)):
                    found.add(table.name)
    return found


def forget(world: World, who: str, **more: bool):
    with world.work() as work:
        done = erase(work, find_person(work, who), **more)
    world.deliver()
    return done


@EVERY
def test_a_contact_is_found_everywhere_and_forgotten_everywhere(world: World, contact: int) -> None:
    assert standing(world) >= {"contact_person", "visit", "promise", "change"}
    before = forget(world, f"HD001/{NAME}", dry_run=True)
    assert standing(world) >= {"contact_person", "visit", "promise"}, "a dry run changes nothing"

    done = forget(world, f"contact:{contact}")

    assert done.erased == before.erased and not done.restricted
    assert standing(world) == set() == standing(world, PHONE)
    assert "欧" in world.only(Visit).text, "the note stays, under a pseudonym"
    assert [line.verb for line in world.all(AuditLine)][-1] == "privacy.erased"
    with pytest.raises(Misconfigured, match="nobody is known"):
        forget(world, f"HD001/{NAME}")


@EVERY
def test_what_the_law_has_kept_becomes_restricted_use(world: World, contact: int) -> None:
    shop = world.rapport.workshop
    shop.house = shop.house.__class__(**{**shop.house.__dict__, "policy": load_pack("cn-bank")})

    done = forget(world, f"contact:{contact}")

    assert any("AML Law" in law for law in done.restricted)
    assert world.only(ContactPerson).restricted_at is not None
    world.li.types("/client", "华东精工")
    assert "财务总监" not in world.li.hints()[-1] and "查看完整信息" not in world.li.hints()[-1]
    again = forget(world, f"contact:{contact}")
    assert again.erased == {"inbox": 1} and again.restricted == done.restricted


@EVERY
def test_a_legal_hold_stops_the_forgetting_of_one_person_too(world: World, contact: int) -> None:
    before = standing(world), standing(world, PHONE)
    with world.work() as work:
        hold = retention_holds.place(work, world.huadong.id, "证监会调查")
        placed = hold.id

    held = forget(world, f"contact:{contact}")

    assert not held.erased and set(held.restricted) == {f"legal hold {placed}"}
    assert (standing(world), standing(world, PHONE)) == before, "nothing that is evidence was touched"
    with world.work() as work:
        retention_holds.lift(work, placed, "调查已结束")
    forget(world, f"contact:{contact}")
    assert standing(world) == set() == standing(world, PHONE)


@EVERY
def test_a_colleague_is_forgotten_after_access_has_ended(world: World) -> None:
    gone = world.person("司徒远航", lead=world.chen)
    gone.types("/visit", "拜访宏达机械，谈了续约")
    world.li.types("/visit", "拜访华东精工，司徒远航一起去的，下周三前给方案")
    with pytest.raises(Misconfigured, match="still has access"):
        forget(world, gone.slack_id)
    with world.work() as work:
        directory.deactivate(work, gone.id)

    forget(world, gone.slack_id)

    assert standing(world, "司徒远航") == {"audit_line"} or standing(world, "司徒远航") == set()
    with world.rapport.workshop.read() as work:
        row = work.session.get_one(Person, gone.id)
        assert (row.name, row.slack_id, row.email) == (f"colleague {gone.id}", None, None)


def test_the_command_line_hands_out_and_forgets(
    world: World, key: str, contact: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", world.settings.database_url)
    monkeypatch.setenv("RAPPORT_SECRET_KEYS", key)
    said = CliRunner().invoke(app, ["privacy", "export", f"contact:{contact}", "--out", "his.json"])
    assert said.exit_code == 0, said.output
    handed = json.loads((tmp_path / "his.json").read_text())
    assert {each["table"] for each in handed["places"]} >= {"contact_person", "visit", "promise"}
    assert PHONE in json.dumps(handed) and (tmp_path / "his.json").stat().st_mode & 0o77 == 0

    assert CliRunner().invoke(app, ["privacy", "erase", f"contact:{contact}", "--dry-run"]).exit_code == 0
    done = CliRunner().invoke(app, ["privacy", "erase", f"contact:{contact}"])
    assert done.exit_code == 0 and "visit" in done.output
