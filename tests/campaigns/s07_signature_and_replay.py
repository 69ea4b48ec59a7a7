"""S7: a request is taken once, if its signature and time are right; a repeat gets the first answer."""

import hashlib
import hmac
import time
from urllib.parse import urlencode

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import func, select
from staging.world import World

from bot.visits.models import Visit
from campaigns.promise import Findings, Promise, Stage

AGES = {-301: 401, -300: 200, -299: 200, 0: 200, 299: 200, 300: 200, 301: 401}


def as_shipped(stage: Stage) -> Findings:
    """Our front door over HTTP."""
    found = Findings()
    with World(stage.database()) as world:
        wrong = 0
        for age, wanted in AGES.items():
            wrong += _post(world, age=age) != wanted
        forged = [
            _post(world, tamper=lambda body: body + b"x"), _post(world, secret="another"), _post(world, stamp="0x10"),
            _post(world, stamp=" 1"), _post(world, stamp=""), _post(world, signature="v0="), _post(world, signature=""),
            _post(world, signature="v1=" + "0" * 64), _post(world, signature="v0=" + "é" * 10),
        ]  # fmt: skip
        found.count("ages and forgeries", len(AGES) + len(forged))
        found.none("wrongly judged", wrong + sum(status != 401 for status in forged))
        before = _visits(world)
        answers = [_post(world, trigger="same", text="拜访宏达机械，明天前送报价") for _ in range(3)]
        found.exactly("answers to a command sent three times", answers.count(200), 3)
        found.exactly("effect", _visits(world) - before, 1)
    return found


def bare_bolt(stage: Stage) -> Findings:
    """Bolt's own verification and no memory of what was seen."""
    effects = 0
    result = AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_user_id="U0")
    app = App(signing_secret="s", authorize=lambda **_: result, process_before_response=True)

    @app.command("/visit")
    def visit(ack) -> None:  # type: ignore[no-untyped-def]
        nonlocal effects
        effects += 1
        ack()

    body, stamp = urlencode(_command("same", "x")), str(int(time.time()))
    signed = "v0=" + hmac.new(b"s", f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    for _ in range(3):
        app.dispatch(
            BoltRequest(
                body=body,
                headers={
                    "content-type": ["application/x-www-form-urlencoded"],
                    "x-slack-signature": [signed],
                    "x-slack-request-timestamp": [stamp],
                },
            )
        )
    found = Findings()
    found.exactly("effect", effects, 1)
    return found


def _command(trigger: str, text: str, user: str = "U1", team: str = "T1") -> dict[str, str]:
    return {
        "command": "/visit", "text": text, "user_id": user, "team_id": team, "trigger_id": trigger, "channel_id": "D1",
        "response_url": "https://hooks.slack.com/x", "api_app_id": "A1", "token": "t", "user_name": "u",
    }  # fmt: skip


def _post(  # type: ignore[no-untyped-def]
    world: World, *, age: int = 0, secret: str = "", trigger: str = "", text: str = "", tamper=None, stamp=None,
    signature=None,
) -> int:  # fmt: skip
    world.serial = getattr(world, "serial", 0) + 1  # type: ignore[attr-defined]
    team = world.slack.workspace.team_id if hasattr(world.slack.workspace, "team_id") else world.rapport.identity.team
    body = urlencode(
        _command(
            trigger or f"t{world.serial}", text or f"拜访宏达机械，谈了第{world.serial}件事", world.li.slack_id, team
        )
    ).encode()  # type: ignore[attr-defined]
    at = str(int(world.clock().timestamp()) - age) if stamp is None else stamp
    key = (secret or world.slack.signing_secret).encode()
    signed = "v0=" + hmac.new(key, b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded", "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": signed if signature is None else signature,
    }  # fmt: skip
    sent = tamper(body) if tamper else body
    transport = world.slack.point_at(
        f"http://127.0.0.1:{world._server.servers[0].sockets[0].getsockname()[1]}/slack/events"
    )
    return transport.post(
        {name: value.encode("utf-8").decode("latin-1") for name, value in headers.items()}, sent, 10.0
    ).status


def _visits(world: World) -> int:
    with world.rapport.workshop.read() as work:
        return work.session.scalar(select(func.count(Visit.id))) or 0


PROMISE = Promise(
    "S7", "A request is taken once, if its signature and time are right",
    "boundary table and forgeries judged right; a signed command sent three times: 1 effect",
    as_shipped, controls={"Bolt alone": bare_bolt}, quick=1.0,
)  # fmt: skip
