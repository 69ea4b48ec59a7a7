"""P17: Socket Mode's lines hang or break; new ones are there in seconds, the readiness page says so, nothing is lost."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable

from sqlalchemy import func, select

from bot.customers import usecases as customers
from bot.playground.sockets import Connection, Sockets
from bot.visits.models import Visit
from campaigns.kit import nursery
from campaigns.kit.branch import Branch
from campaigns.kit.office import free_port, serve
from campaigns.kit.replicas import Given
from campaigns.promise import Findings, Promise, Stage

ROUNDS = 6


def cut_and_frozen(stage: Stage, server: Callable[[Given, int], None] = serve) -> Findings:
    """Lines freeze, are cut, freeze and new ones hang too; before and during each trouble somebody types a note."""
    with Branch(stage, channels=0, socket_mode=True, retry_after=(3.0, 8.0, 20.0), answer_within=3.0) as branch:
        li = branch.person("li")
        with branch.workshop.open() as work:
            customers.create(work, customers.Details(name="苏州华东精工机械有限公司"), owner_id=li.id)
        hands, port = branch.slack.person(str(li.slack_id)), free_port()
        child = nursery.born(server, branch.given(), port)
        child.wait_up()
        branch.slack.sockets.wait_connected(2, 20)
        back, red, notes = [0.0], [0.0], 0
        for number in range(stage.many(ROUNDS)):
            nursery.until(lambda: ready(port), 20)
            hands.types(f"华东精工 今天拜访,谈了第{number}批")
            trouble = (_frozen, _cut, _frozen_and_shut)[number % 3]
            trouble(
                branch, port, back, red, lambda number=number: hands.types(f"华东精工 昨天拜访,谈了第{number}批的账期")
            )  # type: ignore[misc]
            notes += 2
        nursery.until(lambda: _visits(branch) >= notes, 30, every=0.5)
        nursery.kill(child)
        found = Findings()
        found.count("troubles", len(back) - 1)
        found.at_most("s until a new line stood", max(back), 10.0)
        found.at_most("s until /readyz was red", max(red), 15.0)
        found.exactly("notes taken down", _visits(branch), notes)
        return found


def _frozen(branch: Branch, port: int, back: list[float], red: list[float], act: Callable[[], object]) -> None:
    _replaced(branch, branch.slack.sockets.freeze, back, act)


def _cut(branch: Branch, port: int, back: list[float], red: list[float], act: Callable[[], object]) -> None:
    _replaced(branch, branch.slack.sockets.cut, back, act)


def _frozen_and_shut(branch: Branch, port: int, back: list[float], red: list[float], act: Callable[[], object]) -> None:
    """The lines hang, and so does every new one: that has to show; when new ones work again, they have to be taken."""
    sockets, hanging = branch.slack.sockets, branch.slack.faults.half_open_socket(times=None)
    begun = time.monotonic()
    sockets.freeze()
    act()
    nursery.until(lambda: not ready(port), 60)
    red.append(time.monotonic() - begun)
    branch.slack.faults.remove(hanging)
    begun = time.monotonic()
    nursery.until(lambda: _working(sockets) > 0, 60)
    back.append(time.monotonic() - begun)
    _bury(sockets)


def _replaced(branch: Branch, trouble: Callable[[], object], back: list[float], act: Callable[[], object]) -> None:
    """Seconds from the trouble until a new line stands."""
    sockets = branch.slack.sockets
    before, begun = sockets._count, time.monotonic()
    trouble()
    act()
    nursery.until(lambda: sockets._count > before, 30)
    back.append(time.monotonic() - begun)
    _bury(sockets)


def _working(sockets: Sockets) -> int:
    return sum(not connection.frozen for connection in sockets._connections)


def _bury(sockets: Sockets) -> None:
    """Slack notices which of its lines are dead."""

    async def work(connection: Connection) -> None:
        if connection.frozen:
            sockets._wires.reset(connection.socket.scope.get("client"))

    sockets._each(work)


def ready(port: int) -> bool:
    """What a load balancer sees."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _visits(branch: Branch) -> int:
    with branch.workshop.read() as work:
        return work.session.scalar(select(func.count(Visit.id))) or 0


def unwatched(given: Given, port: int) -> None:
    """The library's client by itself: it pings, and nobody looks whether an answer comes."""
    from bot.main import socket

    socket.DEAD = 1e9
    serve(given, port)


PROMISE = Promise(
    "P17", "A Socket Mode line that hangs or breaks is replaced in seconds, and nothing is lost",
    "lines frozen and cut: a new one within 10 s; where new ones hang too, /readyz red within 15 s; 0 notes lost",
    cut_and_frozen, controls={"without the watchdog": lambda stage: cut_and_frozen(stage.smaller(0.2), unwatched)}, quick=None,
    alone=True,
)  # fmt: skip
