"""S14: metadata, private data of dialogs, values and action ids hold codes and numbers, never anything of a customer."""

import json
import re
from collections.abc import Iterator
from typing import Any

from campaigns.kit.staged import scenario, staged
from campaigns.promise import Findings, Promise, Stage

OPAQUE = re.compile(r"[A-Za-z0-9_.#/:+\-| ]{0,255}")
"""Latin letters of codes, digits, separators: no name, no sentence."""
WORDS = re.compile(r"[A-Za-z]+(?: [A-Za-z]+){2,}")


def as_shipped(stage: Stage) -> Findings:
    """A day in the branch; every field somebody else could read is held against the schema."""
    return checked(stage, "")


def a_name_in_a_value(stage: Stage) -> Findings:
    """The same and one value with a customer's name."""
    return checked(stage.smaller(0.1), "do:customer.show/苏州华东精工")


def checked(stage: Stage, extra: str) -> Findings:
    """Play and collect from every call to Slack."""
    dice = stage.dice("s14")
    with staged(stage) as (world, customers):
        for _ in range(stage.many(300, 10)):
            kept = dice.choice(customers)
            scenario(world, kept, dice)
            world.li.types("/visit")
            kept.owner.types("/client", kept.canaries["code"])
            kept.owner.hands.presses(kept.owner.hands.sees()[-1], "customer.edit")
        world.settle()
        calls = [call for call in world.slack.recorder.exchanges() if call.side in ("api", "response_url")]
        answers = [call.answer for call in world.slack.recorder.exchanges() if call.side == "delivery"]
        fields = [*_fields([call.request for call in calls]), *_fields(answers)]
        canaries = [word for kept in customers for word in kept.canaries.values()]
    if extra:
        fields.append(("value", extra))
    wrong = [
        (name, value) for name, value in fields
        if not OPAQUE.fullmatch(value) or WORDS.search(value) or any(word in value for word in canaries)
    ]  # fmt: skip
    found = Findings()
    found.at_least("fields", len(fields), 100)
    for name in ("metadata", "private_metadata", "value", "action_id", "block_id", "callback_id"):
        found.count(name, sum(field == name for field, _ in fields))
    found.none("that are no code" + "".join(f"; {name}: {value[:40]}" for name, value in wrong[:3]), len(wrong))
    return found


def _fields(node: Any, inside: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, str) and node[:1] in ("{", "["):
        # Views and blocks travel as JSON inside a form.
        try:
            node = json.loads(node)
        except ValueError:
            return
    if isinstance(node, list):
        for item in node:
            yield from _fields(item, inside)
    elif isinstance(node, dict):
        for key, item in node.items():
            if key == "metadata" and isinstance(item, dict):
                yield from (("metadata", str(value)) for value in (item.get("event_payload") or {}).values())
            elif (
                key in ("private_metadata", "action_id", "block_id", "callback_id")
                and isinstance(item, str)
                or key == "value"
                and isinstance(item, str)
                and ("action_id" in node or node.get("type") == "button")
            ):
                yield key, item
            elif key not in ("state", "metadata"):
                yield from _fields(item, key)


PROMISE = Promise(
    "S14", "Metadata, private data, values and action ids hold codes, never anything of a customer",
    "schema check on every call of 300 scenarios: 0 with customer data",
    as_shipped, controls={"a name in a value": a_name_in_a_value}, quick=0.1,
)  # fmt: skip
