"""/desk import: the same import by a form with a file, reported by direct message; only Slack's hosts see the token."""

import pytest
from staging.world import World

from bot import wiring
from bot.core.slack import SlackFailure
from bot.directory.models import Person
from bot.playground.state import Upload

PEOPLE = "email,name,role\nnew@bank.example,新同事,manager\nbad,坏行,manager\n"


def hand_in(world: World, content: bytes, name: str = "people.csv", **values: object) -> None:
    workspace = world.slack.workspace
    upload = Upload(workspace.new_id("F"), name, world.admin.slack_id, len(content), content, name, completed=True)
    workspace.files[upload.id] = upload
    world.admin.types("/desk", "import")
    world.admin.submits(kind="people", file=[{"id": upload.id}], **values)
    wiring.ERRANDS["reports.imports"][1](world.rapport.workshop, world.rapport.port)
    world.deliver()


def names(world: World) -> set[str]:
    return {person.name for person in world.all(Person)}


def test_a_list_is_imported_and_reported_with_its_errors(world: World) -> None:
    hand_in(world, PEOPLE.encode("gb18030"), trial=[])
    said = world.admin.last_words()
    assert "导入完成" in said and "新增 1" in said and "未导入 1" in said
    assert "第 3 行" in said and "不是邮箱地址" in said
    assert "新同事" in names(world)


def rejects(world: World) -> list[Upload]:
    wiring.ERRANDS["core.parcels"][1](world.rapport.workshop, world.rapport.port)
    return [one for one in world.slack.workspace.files.values() if one.name.endswith("-rejected.csv")]


def test_the_rejected_rows_come_back_as_a_file_that_can_be_handed_in(world: World) -> None:
    rows = "".join(f"bad{number},坏行{number},manager\n" for number in range(30))
    hand_in(world, ("email,name,role\n" + rows).encode(), trial=[])
    assert "未导入的行会附在一个文件里" in world.admin.last_words()
    (file,) = rejects(world)
    assert file.completed and file.channels == [world.admin.messages()[-1].channel]
    text = file.content.decode("utf-8-sig")
    assert text.count("不是邮箱地址") == 30
    assert len(rejects(world)) == 1, "a second look hands nothing over again"
    corrected = text.replace("bad0,", "good@bank.example,", 1)
    hand_in(world, corrected.encode(), trial=[])
    assert "坏行0" in names(world)


def test_without_the_permission_to_give_files_the_report_still_comes(world: World) -> None:
    world.slack.workspace.scopes.discard("files:write")
    hand_in(world, PEOPLE.encode(), trial=[])
    assert "再提交整份名单" in world.admin.last_words()
    assert rejects(world) == []


def test_a_trial_counts_and_writes_nothing(world: World) -> None:
    hand_in(world, PEOPLE.encode(), trial=["是"])
    assert "将新增 1" in world.admin.last_words()
    assert "新同事" not in names(world)


def test_an_unreadable_file_is_told_kindly(world: World) -> None:
    hand_in(world, b"\x00\x01\x02" * 99, trial=[])
    assert "读不成表格" in world.admin.last_words()


def test_nobody_else_may(world: World) -> None:
    world.li.types("/desk", "import")
    assert world.li.hands.modal is None
    assert any("权限" in hint for hint in world.li.hints())


def test_a_mapping_that_is_unclear_is_told_at_its_field(world: World) -> None:
    world.admin.types("/desk", "import")
    upload = Upload("F1", "a.csv", world.admin.slack_id, 1, b"x", "a.csv", completed=True)
    world.slack.workspace.files["F1"] = upload
    outcome = world.admin.submits(kind="people", file=[{"id": "F1"}], columns="Kunde")
    assert "Kunde" in str(outcome)


@pytest.mark.parametrize(
    "address", ["https://evil.example/x", "http://slack.com.evil.example/x", "https://u@files.slack.com/x"]
)
def test_the_token_never_leaves_for_a_foreign_host(world: World, address: str) -> None:
    with pytest.raises(SlackFailure) as failure:
        world.rapport.port._wire.fetch(address, 10)
    assert failure.value.code == "foreign_host"
