"""P27: ten thousand signed requests with broken content; none makes the program stumble."""

import copy
import json
import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from staging.world import World

from bot.playground.delivery import Kind
from campaigns.kit.office import Post, command, event
from campaigns.promise import Findings, Promise, Stage

PAYLOADS, AT_ONCE = 10_000, 8
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 3.5, "", "x" * 5000, "\x00", "<!channel>", "\U0001f600", [], {}, [[]], {"a": {}}, [None], "null", 10**30,
)  # fmt: skip


class Watch(logging.Handler):
    """Counts what nobody caught: an error with a traceback, in whatever library."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """One line of a log."""
        self.seen[f"{record.name}: {record.getMessage()[:80]}"] += bool(record.exc_info)


def samples(user: str) -> list[tuple[Kind, dict[str, Any]]]:
    """One whole payload of each kind."""
    person = {"id": user, "team_id": "T00000001", "name": "li"}
    head = {
        "user": person,
        "team": {"id": "T00000001"},
        "trigger_id": "1.2.3",
        "token": "t",
        "response_url": "http://127.0.0.1:1/x",
    }
    action = {"action_id": "promise.keep", "type": "button", "value": "promise.keep/1", "block_id": "b"}
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "promises.later",
        "hash": "h",
        "private_metadata": "1",
        "state": {"values": {"b": {"a": {"type": "plain_text_input", "value": "x"}}}},
    }
    message = {"type": "message", "ts": "1790000000.000001", "text": "华东精工 今天拜访", "user": user}
    place = {"channel": {"id": "D1"}, "message": message, "container": {"channel_id": "D1", "message_ts": "1.2"}}
    words = {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": user,
        "text": "华东精工 拜访",
        "ts": "1790000000.000002",
    }
    item = {"type": "message", "channel": "D1", "ts": "1.2"}
    return [
        ("slash_commands", command(user, "/visit", "华东精工 今天拜访,谈了价格", "1.2.3")),
        ("interactive", {"type": "block_actions", "actions": [action], **place, **head}),
        ("interactive", {"type": "view_submission", "view": view, **head}),
        ("interactive", {"type": "block_suggestion", "action_id": "visits.customer", "value": "华", "block_id": "b", "view": view, **head}),
        ("interactive", {"type": "message_action", "callback_id": "visits.save", **place, **head}),
        ("events_api", event("Ev1", words)),
        ("events_api", event("Ev2", {"type": "reaction_added", "user": user, "reaction": "white_check_mark", "item": item, "event_ts": "1.2"})),
    ]  # fmt: skip


def mutated(payload: Any, dice: random.Random) -> Any:
    """The payload with one to four of its parts taken out, swapped or made odd."""
    spoilt = copy.deepcopy(payload)
    for _ in range(dice.randrange(1, 5)):
        holder = spoilt
        while isinstance(holder, dict | list) and holder:
            key = dice.choice(list(holder)) if isinstance(holder, dict) else dice.randrange(len(holder))
            inside = holder[key]
            if isinstance(inside, dict | list) and inside and dice.random() < 0.7:
                holder = inside
                continue
            if dice.random() < 0.4 and isinstance(holder, dict):
                del holder[key]
            else:
                holder[key] = copy.deepcopy(dice.choice(ODD))
            break
    return spoilt


def bodies(number: int, user: str, dice: random.Random) -> Any:
    """(kind, body) of so many requests; a few are no payloads at all."""
    from bot.playground.signed_http import encode

    whole = samples(user)
    for count in range(number):
        kind, payload = whole[count % len(whole)]
        spoilt = mutated(payload, dice)
        if kind == "slash_commands" and isinstance(spoilt, dict):
            spoilt = {key: value if isinstance(value, str) else json.dumps(value) for key, value in spoilt.items()}
            spoilt["trigger_id"] = spoilt.get("trigger_id") and f"{count}"
        content_type, body = encode(kind, spoilt)
        if dice.random() < 0.03:
            body = body[: dice.randrange(len(body) or 1)] + bytes([dice.randrange(256)])
        yield content_type, body


def fuzzed(stage: Stage) -> Findings:
    """The program as it is served."""
    with World(stage.database()) as world:
        transport = world.slack.delivery.transport
        port = transport._url.port  # type: ignore[attr-defined]
        return _send(stage, Post(port, world.slack.signing_secret, world.clock), world.li.slack_id)


def bare_bolt(stage: Stage) -> Findings:
    """A Bolt app written as the tutorials do, with the same listeners."""
    app = App(
        signing_secret="s", client=WebClient("xoxb-x"),
        authorize=lambda **_: AuthorizeResult(enterprise_id=None, team_id="T00000001", bot_token="xoxb-x", bot_user_id="U9"),
    )  # fmt: skip

    @app.command("/visit")
    def visit(ack: Callable[..., Any], body: dict[str, Any]) -> None:
        ack(f"saved {body['text'].split()[0]}")

    @app.action("promise.keep")
    def keep(ack: Callable[..., Any], body: dict[str, Any]) -> None:
        ack()
        body["message"]["ts"]

    @app.event("reaction_added")
    def reacted(body: dict[str, Any]) -> None:
        body["event"]["item"]["channel"]

    watch, answers = Watch(), Counter[str]()
    logging.getLogger().addHandler(watch)
    from bot.playground.signed_http import signature

    def answer(request: tuple[str, bytes]) -> str:
        content_type, body = request
        stamp = str(int(time.time()))
        headers = {
            "content-type": [content_type],
            "x-slack-request-timestamp": [stamp],
            "x-slack-signature": [signature("s", stamp, body)],
        }
        try:
            return str(app.dispatch(BoltRequest(body=body.decode("utf-8", "replace"), headers=headers)).status)  # type: ignore[arg-type]
        except Exception:
            return "uncaught"

    # Several at a time: a listener that falls over before it answers holds its caller for three seconds.
    with ThreadPoolExecutor(AT_ONCE) as hands:
        answers.update(hands.map(answer, bodies(stage.many(PAYLOADS, 200), "U1", stage.dice("P27"))))
    logging.getLogger().removeHandler(watch)
    return _found(answers, watch)


def _send(stage: Stage, post: Post, user: str) -> Findings:
    watch, answers = Watch(), Counter[str]()
    logging.getLogger().addHandler(watch)
    for content_type, body in bodies(stage.many(PAYLOADS, 200), user, stage.dice("P27")):
        answers[str(post.raw(body, content_type)[0])] += 1
    logging.getLogger().removeHandler(watch)
    return _found(answers, watch)


def _found(answers: Counter[str], watch: Watch) -> Findings:
    found = Findings()
    found.count("requests", answers.total())
    found.count("answers", " ".join(f"{status}: {number}" for status, number in sorted(answers.items())))
    found.none("5xx or no answer", sum(number for status, number in answers.items() if status[0] in "50"))
    found.none("uncaught", watch.seen.total() + answers["uncaught"])
    return found


PROMISE = Promise(
    "P27", "A request with broken content is answered, and makes nobody stumble",
    "10,000 fuzzed signed payloads of 7 kinds: 0 uncaught, 0 x 5xx",
    fuzzed, controls={"bare Bolt": lambda stage: bare_bolt(stage.smaller(0.1))}, quick=0.03,
)  # fmt: skip
