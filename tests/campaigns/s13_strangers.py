"""S13: guests, apps, people of other companies and people who left get nothing, and their attempts are on record."""

from typing import Any

from staging.world import World

from bot.core.audit import AuditLine
from bot.playground.state import User
from bot.visits.models import Visit
from campaigns.promise import Findings, Promise, Stage

KINDS: dict[str, dict[str, Any]] = {
    "a guest of one channel": {"is_ultra_restricted": True, "is_restricted": True},
    "a guest of several channels": {"is_restricted": True},
    "somebody of another company": {"is_stranger": True},
    "an app": {"is_bot": True},
    "somebody nobody imported": {},
}
KNOWN = "苏州华东精工机械"
"""The customer's full name, which nobody types here: only what Rapport tells can hold it."""


def as_shipped(stage: Stage) -> Findings:
    """Each kind of stranger tries each way in."""
    found, got_in, unrecorded, tries = Findings(), [], [], 0
    with World(stage.database()) as world:
        for name, flags in KINDS.items():
            user = _user(world, name, flags)
            before = len(world.all(Visit))
            tries += _tries(world, user)
            said = _seen(world, user)
            if len(world.all(Visit)) > before or KNOWN in said or "HD001" in said:
                got_in.append(name)
            recorded = [row for row in world.all(AuditLine) if row.details.get("user") == user.id]
            if flags and not recorded:
                unrecorded.append(name)
    found.count("ways tried", tries)
    found.none("let in" + "".join(f"; {name}" for name in got_in), len(got_in))
    found.none("not on record" + "".join(f"; {name}" for name in unrecorded), len(unrecorded))
    return found


def imported(stage: Stage) -> Findings:
    """The same by somebody who is a colleague: then it does get in."""
    with World(stage.database()) as world:
        user = world.slack.workspace.users[world.li.slack_id]
        _tries(world, user)
        found = Findings()
        found.none("let in", int(KNOWN in _seen(world, user) or bool(world.all(Visit))))
        return found


def _user(world: World, name: str, flags: dict[str, Any]) -> User:
    return world.slack.workspace.add_user(f"stranger{len(world.slack.workspace.users)}", real_name=name, **flags)


def _tries(world: World, user: User) -> int:
    hands = world.slack.person(user.id)
    hands.command("/visit", "拜访华东精工，谈了续约，明天前给方案")
    hands.command("/client", "华东精工")
    hands.command("/desk", "promises")
    hands.command("/complaint", "华东精工 手续费多扣")
    hands.types("今天拜访华东精工，谈了续约")
    hands.opens_home()
    world.settle()
    return 6


def _seen(world: World, user: User) -> str:
    bot = world.slack.workspace.app.bot_user
    hands = world.slack.person(user.id)
    home = hands.home.blocks if hands.home else []
    return str([[one.text, one.blocks] for one in hands.sees() if one.user == bot]) + str(home)


PROMISE = Promise(
    "S13", "Guests, apps and people of other companies get nothing, and their attempts are on record",
    "every kind of stranger by every way in: all refused, an audit row each",
    as_shipped, controls={"a colleague tries the same": imported}, quick=1.0,
)  # fmt: skip
