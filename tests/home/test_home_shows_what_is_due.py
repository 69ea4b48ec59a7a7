"""App Home: first actions for a newcomer, what is due for a manager, exceptions for a lead, the house for an admin."""

import pytest
from sqlalchemy import event
from staging.world import World, words_of

from bot import demo
from bot.core.outbox import Notice, PersonPlace
from bot.customers.models import Customer
from bot.directory.models import Department, Person, Preference
from bot.directory.queries import actor_of
from bot.main.policy import follow_policy
from bot.promises.models import Promise
from bot.reports import home


def test_a_newcomer_sees_three_first_actions_and_the_buttons(world: World) -> None:
    said = world.li.opens_home()
    assert "从这三步开始" in said and "/visit" in said and "记拜访" in said


def test_an_english_newcomer_reads_english(world: World) -> None:
    assert "Three things to begin with" in world.emma.opens_home()


@pytest.mark.parametrize("who", ["wang", "chen", "admin"])
def test_it_is_never_empty_for_anybody(world: World, who: str) -> None:
    assert len(getattr(world, who).opens_home()) > 80


def test_a_manager_sees_overdue_today_and_the_days_ahead(world: World) -> None:
    world.li.types("/visit", "拜访华东精工\uff0c明天发方案")
    world.li.types("/visit", "拜访宏达机械\uff0c后天送报价")
    world.clock.forward(days=1, hours=8)
    world.run("promises.wake")
    said = world.li.opens_home()
    assert "已到期" in said and "发方案" in said
    assert "未来几天" in said and "1 项承诺" in said


def test_done_on_home_shows_on_home(world: World) -> None:
    world.li.types("/visit", "拜访华东精工\uff0c今天下班前发方案")
    world.li.opens_home()
    assert world.li.hands.home is not None
    world.li.presses(world.li.hands.home, "promise.keep")
    assert world.only(Promise).kept_at is not None
    assert "发方案" not in words_of(world.li.hands.home.blocks)


def test_a_lead_sees_exceptions_not_routine(world: World) -> None:
    world.li.types("/visit", "拜访华东精工\uff0c明天发方案")
    assert "发方案" not in world.chen.opens_home()
    world.clock.forward(days=6)
    world.run("promises.wake")
    assert "发方案" in world.chen.opens_home()


def test_a_button_does_what_the_command_does(world: World) -> None:
    world.li.opens_home()
    assert world.li.hands.home is not None
    world.li.presses(world.li.hands.home, "home.start")
    assert world.li.hands.modal is not None


def test_own_settings_are_kept_and_shown_at_once(world: World) -> None:
    world.li.opens_home()
    world.li.presses(world.li.hands.home, "home.settings")
    assert "周一至周五 09:00-12:00 13:30-18:00" in str(world.li.hands.modal), "as it can be typed, too"
    world.li.submits(language="auto", hours="周一至周四 10:00-16:00")
    assert "周一至周四 10:00-16:00" in words_of(world.li.hands.home.blocks)  # type: ignore[union-attr]
    world.li.presses(world.li.hands.home, "home.settings")
    world.li.submits(language="en", hours="Mon-Thu 10:00-16:00", zone="Europe/Berlin", digest="08:15")
    said = words_of(world.li.hands.home.blocks)  # type: ignore[union-attr]
    assert "Mon-Thu 10:00-16:00 · Europe/Berlin · morning list at 08:15" in said
    li = next(person for person in world.all(Person) if person.id == world.li.id)
    assert (li.language, li.working_hours, li.digest_time) == ("en", "Mon-Thu 10:00-16:00", "08:15")


def test_a_mistake_in_the_settings_is_told_at_its_field(world: World) -> None:
    world.li.opens_home()
    world.li.presses(world.li.hands.home, "home.settings")
    outcome = world.li.submits(hours="whenever")
    assert "whenever" in str(outcome)


def test_a_department_named_in_both_languages_has_the_readers_name(world: World) -> None:
    for code in ("审计部_internal_audit", "华东_sales"):
        world.department(code, [world.wang])
    said = {language: home_of(world, language) for language in ("zh-CN", "en")}
    assert "审计部" in said["zh-CN"] and "internal audit" not in said["zh-CN"].lower()
    assert "Internal audit" in said["en"] and "审计部" not in said["en"]
    assert all("华东 sales" in one for one in said.values()), "one name of two scripts stays whole"


def home_of(world: World, language: str) -> str:
    return world.person(f"Admin {language}", role="admin", locale=language).opens_home()


def test_an_admin_binds_a_department_names_its_head_and_its_duty(world: World) -> None:
    channel = world.slack.workspace.add_channel("dept-product", members=[world.wang.slack_id], private=True)
    said = world.admin.opens_home()
    assert "系统管理" in said and "产品部" in said
    world.admin.presses(world.admin.hands.home, "home.department#2")
    world.admin.submits(channel=channel.id, head=world.wang.slack_id, duty=[world.wang.slack_id])
    row = world.only(Department)
    assert (row.code, row.channel, row.head_id) == ("product", channel.id, world.wang.id)
    assert "已选频道" in words_of(world.admin.hands.home.blocks)  # type: ignore[union-attr]
    assert "导入同事和客户" in said and "从这三步开始" in said
    said = words_of(world.admin.hands.home.blocks)  # type: ignore[union-attr]
    assert said.count("✅") == 1 and "已设好 1/6" in said, "colleagues are there, five departments have no channel yet"
    world.admin.types("/visit", "拜访华东精工\uff0c明天发方案")
    assert "从这三步开始" not in world.admin.opens_home()


def test_an_admin_chooses_policy_and_calendar(world: World) -> None:
    world.admin.opens_home()
    world.admin.presses(world.admin.hands.home, "home.organisation")
    world.admin.submits(policy="cn-bank", calendar="GB")
    chosen = {row.key: row.value for row in world.all(Preference)}
    assert (chosen["policy"], chosen["calendar"]) == ("cn-bank", "GB")
    follow_policy(world.rapport.workshop)
    assert world.rapport.workshop.house.policy.name == "cn-bank"


def test_an_admin_who_mended_it_sends_what_could_not_be_delivered(world: World) -> None:
    world.slack.faults.error("chat.postMessage", "brand_new_error", times=1)
    with world.work() as work:
        work.post(Notice("core/shortened", PersonPlace(world.li.id), once="test:odd", data={"text": "odd"}))
    world.deliver()
    assert world.li.messages() == []
    assert "已修好" in world.admin.opens_home()

    world.admin.presses(world.admin.hands.home, "home.again")
    world.deliver()

    assert [message.text.splitlines()[-1] for message in world.li.messages()] == ["odd"]
    assert "已修好" not in words_of(world.admin.hands.home.blocks)  # type: ignore[union-attr]


def test_others_see_nothing_of_the_house(world: World) -> None:
    assert "系统管理" not in world.li.opens_home()


def test_it_takes_few_queries_and_less_than_a_tenth_of_a_second(world: World) -> None:
    demo.load(world.rapport.workshop, world.clock, {"li.lei@rapport.example": "ULILEI"})
    user = world.slack.workspace.add_user("lilei2", real_name="李雷", locale="zh-CN", tz="Asia/Shanghai")
    with world.rapport.workshop.open() as work:
        person = work.session.query(Person).filter_by(email="li.lei@rapport.example").one()
        person.slack_id = user.id
    hands = world.slack.person(user.id)
    hands.opens_home()
    world.settle()
    asked: list[str] = []
    event.listen(world.rapport.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with world.rapport.workshop.read() as reading:
        actor = actor_of(reading.session, reading.session.get_one(Person, person.id))
    asked.clear()
    with world.rapport.workshop.read(actor) as work:
        data = home.view(work, ["/visit"])
    assert data["sections"] and world.all(Customer)
    assert len(asked) < 160, len(asked)
