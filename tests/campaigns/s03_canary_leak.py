"""S3: what belongs to one customer turns up nowhere else: not in logs, metadata, channels, or other people's messages."""

import json

from staging.world import World, text_of

from campaigns.kit.staged import Heard, Kept, listening, scenario, staged
from campaigns.promise import Findings, Promise, Stage

SCENARIOS = 2_000
PRIVATE = ("alias", "contact", "phone", "email", "number")
"""Canaries that no shared channel may show, whoever typed them; a phone number in full not even its owner's messages."""


def as_shipped(stage: Stage) -> Findings:
    """Random scenarios, then a search through everything that came out."""
    return searched(stage, False)


def a_careless_log(stage: Stage) -> Findings:
    """The same with one line that logs what was typed."""
    return searched(stage.smaller(0.1), True)


def searched(stage: Stage, careless: bool) -> Findings:
    """Play and look."""
    dice, count = stage.dice("s3"), stage.many(SCENARIOS, 10)
    with listening() as heard, staged(stage) as (world, customers):
        for _ in range(count):
            kept = dice.choice(customers)
            scenario(world, kept, dice)
            if careless:
                heard.lines.append(f"handled {list(kept.canaries.values())[-1]}")
        world.settle()
        return _found(world, customers, heard, count)


def _found(world: World, customers: list[Kept], heard: Heard, count: int) -> Findings:
    every = [word for kept in customers for word in kept.canaries.values()]
    logs, sent = "\n".join(heard.lines), world.slack.recorder.calls("chat.postMessage")
    metadata = json.dumps([call.request.get("metadata") for call in sent], ensure_ascii=False)
    private = json.dumps(
        [call.request.get("view", {}) for call in world.slack.recorder.calls("views.open")], default=str
    )
    found = Findings()
    found.count("scenarios", count)
    found.count("canaries", len(every))
    found.count("messages", len(sent))
    found.count("lines logged", len(heard.lines))
    found.none("in logs", sum(word in logs for word in every))
    found.none("in metadata", sum(word in metadata for word in every))
    found.none("in private data of dialogs", sum(f'"private_metadata": "{word}' in private for word in every))
    found.none("in shared channels", _in_channels(world, customers))
    found.none("in messages of people who have nothing to do with it", _with_others(world, customers))
    found.none("numbers in full in any message", _in_full(world, customers))
    return found


def _ours(world: World, kind: str) -> list[tuple[list[str], str]]:
    bot = world.slack.workspace.app.bot_user
    return [
        (list(channel.members), text_of(message))
        for channel in world.slack.workspace.channels.values() if (channel.kind == "im") == (kind == "im")
        for message in channel.messages.values() if message.user == bot and not message.ephemeral_for
    ]  # fmt: skip


def _in_channels(world: World, customers: list[Kept]) -> int:
    said = "\n".join(text for _, text in _ours(world, "channel"))
    return sum(word in said for kept in customers for name, word in kept.canaries.items() if name.startswith(PRIVATE))


def _with_others(world: World, customers: list[Kept]) -> int:
    strangers = {world.admin.slack_id, world.wang.slack_id}
    leaks = 0
    for members, text in _ours(world, "im"):
        for kept in customers:
            others = strangers | {one.slack_id for one in (world.li, world.emma) if one is not kept.owner}
            if others & set(members):
                leaks += sum(word in text for word in kept.canaries.values())
    return leaks


def _in_full(world: World, customers: list[Kept]) -> int:
    said = "\n".join(text for kind in ("im", "channel") for _, text in _ours(world, kind))
    return sum(
        word in said
        for kept in customers
        for name, word in kept.canaries.items()
        if name.startswith(("phone", "number"))
    )


PROMISE = Promise(
    "S3", "What belongs to one customer turns up nowhere else",
    "2,000 random scenarios with a canary in every field: 0 in logs, metadata, channels, other people's messages",
    as_shipped, controls={"a line that logs what was typed": a_careless_log}, quick=0.03,
)  # fmt: skip
