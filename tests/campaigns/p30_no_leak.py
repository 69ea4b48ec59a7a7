"""P30: thirty thousand requests later the program is not larger than before."""

import threading
import time

from bot.customers import usecases as customers
from campaigns.kit import nursery
from campaigns.kit.branch import Branch
from campaigns.kit.measure import memory
from campaigns.kit.office import Post, command, event, free_port, serve
from campaigns.kit.replicas import Given
from campaigns.promise import Findings, Promise, Stage

REQUESTS, WARM, CLIENTS = 30_000, 6_000, 8
A_LINE = 25
"""Requests on one connection. Where eight lasted for the whole warm-up, chance gave most of them to one process, and what
the other one loaded when its turn came at last was taken for a leak."""
FIRST_TICKS = 130.0
"""Seconds after the start when every tick of a minute or less has run twice, and both processes hold what they need."""
HOARD: list[bytes] = []


def long_day(stage: Stage, server: object = serve) -> Findings:
    """Commands, notes, look-ups, Home; what a day brings, again and again."""
    with Branch(stage) as branch:
        li = branch.person("li")
        with branch.workshop.open() as work:
            customers.create(work, customers.Details(name="苏州华东精工机械有限公司"), owner_id=li.id)
        port = free_port()
        child = nursery.born(server, branch.given(), port)  # type: ignore[arg-type]
        child.wait_up()
        up = time.monotonic()
        pid, post = child.process.pid or 0, Post(port, branch.slack.signing_secret)
        statuses = _many(post, str(li.slack_id), 0, stage.many(WARM, 500))
        time.sleep(max(0.0, FIRST_TICKS - (time.monotonic() - up)))
        statuses += _many(post, str(li.slack_id), 10**5, 500)
        warm = memory(pid)
        statuses += _many(post, str(li.slack_id), 10**6, stage.many(REQUESTS, 1000))
        grown = 100 * (memory(pid) / warm - 1)
        nursery.kill(child)
        found = Findings()
        found.count("requests", len(statuses))
        found.count("MB after the warm-up", round(warm))
        found.none("not answered with 200", sum(status != 200 for status in statuses))
        found.at_most("% grown", grown, 5.0)
        return found


def _many(post: Post, user: str, first: int, number: int) -> list[int]:
    statuses: list[int] = []

    def work(client: int) -> None:
        for turn, count in enumerate(range(first + client, first + number, CLIENTS)):
            if turn % A_LINE == 0:
                post.hang_up()
            statuses.append(_one(post, user, count))

    clients = [threading.Thread(target=work, args=(client,)) for client in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return statuses


def _one(post: Post, user: str, count: int) -> int:
    if count % 20 == 0:
        return post.send(
            "slash_commands", command(user, "/visit", f"华东精工 今天拜访,谈了第{count}批", f"t{count}"), 30
        )[0]
    if count % 20 < 4:
        return post.send("slash_commands", command(user, "/client", "华东", f"t{count}"), 30)[0]
    if count % 20 < 6:
        home = {"type": "app_home_opened", "user": user, "tab": "home", "event_ts": "1.2"}
        return post.send("events_api", event(f"Ev{count}", home), 30)[0]
    item = {"type": "message", "channel": "D1", "ts": "1.2"}
    reaction = {"type": "reaction_added", "user": user, "reaction": "eyes", "item": item, "event_ts": f"{count}.1"}
    return post.send("events_api", event(f"Ev{count}", reaction), 30)[0]


def hoarding(given: Given, port: int) -> None:
    """The same with a leak: a kilobyte kept for each request."""
    from bot.core import inbox

    enter = inbox.enter

    def kept(*arguments: object) -> bool:
        HOARD.append(b"x" * 40_000)
        return enter(*arguments)  # type: ignore[arg-type]

    inbox.enter = kept  # type: ignore[assignment]
    serve(given, port)


PROMISE = Promise(
    "P30", "Memory does not grow with the requests carried out",
    "30,000 requests after a warm-up: less than 5 % grown",
    long_day, controls={"with a leak": lambda stage: long_day(stage.smaller(0.2), hoarding)}, quick=None,
)  # fmt: skip
