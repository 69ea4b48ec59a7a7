"""P29: thirty slow events are being carried out; commands and dialogs are answered all the same."""

import threading
import time
from collections.abc import Callable
from typing import Any

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaigns.kit import nursery
from campaigns.kit.branch import Branch
from campaigns.kit.measure import percentile
from campaigns.kit.office import Post, command, event, free_port, serve
from campaigns.promise import Findings, Promise, Stage

SLOW, COMMANDS, SECONDS = 30, 200, 4.0


def under_load(stage: Stage, server: Callable[..., None]) -> Findings:
    """Home is opened thirty times while Slack takes four seconds to show it; meanwhile people type."""
    commands = stage.many(COMMANDS, 40)
    with Branch(stage) as branch:
        li = branch.person("li")
        with branch.workshop.open() as work:
            from bot.customers import usecases as customers

            customers.create(work, customers.Details(name="苏州华东精工机械有限公司"), owner_id=li.id)
        port = free_port()
        child = nursery.born(server, branch.given(), port)
        child.wait_up()
        post = Post(port, branch.slack.signing_secret)
        for number in range(10):
            post.send("slash_commands", command(str(li.slack_id), "/visit", "华东精工 今天拜访", f"warm{number}"))
        time.sleep(3)
        branch.slack.faults.delay("views.publish", seconds=SECONDS)
        opened = [threading.Thread(target=_open_home, args=(post, str(li.slack_id), n)) for n in range(SLOW)]
        for one in opened:
            one.start()
        time.sleep(0.3)
        acks, statuses = [], []
        for number in range(commands):
            begun = time.monotonic()
            statuses.append(
                post.send(
                    "slash_commands",
                    command(str(li.slack_id), "/visit", f"华东精工 今天拜访,谈了第{number}批", f"c{number}"),
                    within=10,
                )[0]
            )
            acks.append(time.monotonic() - begun)
            if number % 20 == 19:  # the next thirty
                opened += [
                    threading.Thread(target=_open_home, args=(post, str(li.slack_id), 1000 + number + n))
                    for n in range(5)
                ]
                for one in opened[-5:]:
                    one.start()
        nursery.kill(child)
        for one in opened:
            one.join(10)
        found = Findings()
        found.count("commands", commands)
        found.none("not answered with 200", sum(status != 200 for status in statuses))
        found.at_most("ms ack p99", 1000 * percentile(acks, 0.99), 500)
        found.none("later than 2.5 s", sum(one > 2.5 for one in acks))
        return found


def _open_home(post: Post, user: str, number: int) -> None:
    post.send(
        "events_api",
        event(f"Ev{number}", {"type": "app_home_opened", "user": user, "tab": "home", "event_ts": "1.2"}),
        within=30,
    )


def bare_bolt(given: Any, port: int) -> None:
    """A Bolt app with its stock adapter: listeners share a pool of five."""
    app = App(
        signing_secret=given.settings["slack_signing_secret"],
        authorize=lambda **_: AuthorizeResult(enterprise_id=None, team_id="T00000001", bot_token="xoxb-x", bot_user_id="U1"),
    )  # fmt: skip

    @app.command("/visit")
    def visit(ack: Callable[..., Any]) -> None:
        ack("saved")

    @app.event("app_home_opened")
    def opened(event: dict[str, Any]) -> None:
        time.sleep(SECONDS)

    handler = SlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    web = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    config = uvicorn.Config(web, port=port, log_config=None, lifespan="off", ws="none")
    running = uvicorn.Server(config)
    running.install_signal_handlers = lambda: None  # type: ignore[attr-defined, method-assign]
    threading.Thread(target=running.run, daemon=True).start()
    while not running.started:
        time.sleep(0.01)


PROMISE = Promise(
    "P29", "Commands are answered at once, whatever else is being carried out",
    "30 slow events in flight, 200 commands: p99 under 500 ms, none later than 2.5 s",
    lambda stage: under_load(stage, serve),
    controls={"bare Bolt": lambda stage: under_load(stage.smaller(0.2), bare_bolt)}, quick=None, alone=True,
)  # fmt: skip
