"""Two processes answer Slack on one SQLite file, and look like one from outside."""

import http.client
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from campaigns.kit.branch import Branch
from campaigns.kit.measure import alone, family
from campaigns.kit.office import Post, command, free_port
from campaigns.promise import Stage
from sqlalchemy import func, select
from staging.databases import Databases
from staging.world import World

from bot.core.errors import Misconfigured
from bot.core.outbox.limits import POST
from bot.core.outbox.model import Spending
from bot.core.settings import Settings
from bot.customers import usecases as customers
from bot.main.helpers import Helpers, how_many
from bot.main.helping import help_out
from bot.main.serve import listen
from bot.visits.models import Visit

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="helpers are looked up in /proc")
LINES, HANDS = 32, 8
STARTING = 1.0
"""Seconds of processor time that a helper from scratch uses at least before it answers."""


def eventually(true: Callable[[], bool], within: float = 60.0) -> None:
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def page(port: int, path: str) -> str:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", path)
        return line.getresponse().read().decode()
    except OSError:
        return ""
    finally:
        line.close()


def helpers_of(pid: int) -> list[int]:
    return family(pid)[1:]


def rests(pid: int) -> bool:
    used = alone(pid)
    time.sleep(0.5)
    return used > STARTING and alone(pid) == used


def typed_by_many(port: int, secret: str, user: str, before: int) -> list[int]:
    """Everybody on connections of his own, all at once; the statuses of the answers."""
    answers: list[int] = []

    def type_away(hand: int) -> None:
        for number in range(LINES // HANDS):
            post = Post(port, secret)  # a new connection each time: either process may take it
            line = f"华东精工 今天拜访李总,谈了第{before}-{hand}-{number}批订单,下周三前给方案"
            answers.append(post.send("command", command(user, "/visit", line, f"{before}.{hand}.{number}"))[0])

    hands = [threading.Thread(target=type_away, args=(hand,)) for hand in range(HANDS)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return answers


@linux
@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_two_processes_answer_and_a_killed_one_is_replaced(databases: Databases, tmp_path: Path, backend: str) -> None:
    with Branch(Stage(databases, tmp_path, backend)) as branch:
        li = branch.person("李雷")
        with branch.workshop.open() as work:
            customers.create(work, customers.Details(name="苏州华东精工机械有限公司"), owner_id=li.id)
        port, secret = free_port(), branch.slack.signing_secret
        given = {name.upper(): str(value) for name, value in branch.settings.items()}
        environment = os.environ | given | {"PORT": str(port), "RAPPORT_PROCESSES": "2", "RAPPORT_LOG_LEVEL": "ERROR"}
        environment["RAPPORT_WORKERS"] = "1"
        program = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environment, stdout=subprocess.PIPE)
        try:
            eventually(lambda: '"ok":true' in page(port, "/healthz"))
            (helper,) = helpers_of(program.pid)
            before, typed = [alone(program.pid), alone(helper)], 0

            def both_work() -> bool:
                # Which of them takes a connection is the kernel's choice.
                nonlocal typed
                assert typed_by_many(port, secret, str(li.slack_id), typed) == [200] * LINES
                typed += LINES
                return all(now > then for now, then in zip([alone(program.pid), alone(helper)], before, strict=True))

            eventually(both_work)

            # Whoever is asked, the figures are those of both; and the card leaves at once, whoever wrote it.
            eventually(lambda: f'captured_total{{kind="command"}} {typed}.0' in page(port, "/metrics"))
            assert all('"ok":true' in page(port, "/readyz") for _ in range(4))
            with branch.workshop.read() as work:
                assert work.session.scalar(select(func.count(Visit.id))) == typed
            eventually(lambda: branch.unsent() < typed)

            # One call at a time in each process, and a slow Slack: what the first cannot take the second does.
            slow = branch.slack.faults.delay(POST, seconds=0.2, times=None)

            def senders() -> int:
                branch.say(5)
                with branch.workshop.read() as work:
                    return len(set(work.session.scalars(select(Spending.replica).where(Spending.method == POST))))

            eventually(lambda: senders() == (2 if backend == "postgresql" else 1))
            branch.slack.faults.remove(slow)
            os.kill(helper, signal.SIGKILL)
            # Nobody waits for the next one: the first goes on meanwhile, and whatever got no answer is repeated.
            repeated_until_answered(port, secret, str(li.slack_id))
            eventually(lambda: helpers_of(program.pid) not in ([], [helper]))
            (another,) = helpers_of(program.pid)
            eventually(lambda: rests(another))
            before, helper = [0.0, alone(another)], another
            eventually(both_work)
            with branch.workshop.read() as work:
                assert work.session.scalar(select(func.count(Visit.id))) == typed + LINES
            program.terminate()
            assert program.wait(20) == 0
            assert program.stdout is not None and b"helper.ended" in program.stdout.read()
            assert not Path(f"/proc/{another}").exists()
        finally:
            program.kill()
            program.wait()


def repeated_until_answered(port: int, secret: str, user: str) -> None:
    for number in range(LINES):
        line = command(user, "/visit", f"华东精工 今天电话,谈了{number}件事", f"again{number}")
        eventually(lambda line=line: Post(port, secret).send("command", line)[0] == 200)


def with_a_helper(rapport: Any, told: Connection) -> None:
    helpers = Helpers({})
    helpers.fork(1, partial(help_out, rapport, 1, socket.create_server(("127.0.0.1", 0))), lambda *_: pytest.fail("?"))
    told.send(helpers_of(os.getpid()))
    signal.pause()


@linux
def test_a_helper_does_not_outlive_the_program(world: World) -> None:
    forking = multiprocessing.get_context("fork")
    hears, told = forking.Pipe(duplex=False)
    program = forking.Process(target=with_a_helper, args=(world.rapport, told))
    program.start()
    (helper,) = hears.recv()
    program.kill()
    program.join()
    eventually(lambda: not Path(f"/proc/{helper}").exists())


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Misconfigured, match=f"PORT.*{port}.*another PORT"):
            listen(Settings(_env_file=None, port=port, RAPPORT_HOST="127.0.0.1"))


def test_no_half_of_an_answer_waits_for_the_other() -> None:
    port = free_port()
    with (
        listen(Settings(_env_file=None, port=port, RAPPORT_HOST="127.0.0.1")) as door,
        socket.create_connection(("127.0.0.1", port)),
        door.accept()[0] as line,
    ):
        assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_socket_mode_stays_with_one_process() -> None:
    both = {"_env_file": None, "slack_app_token": "xapp-1", "RAPPORT_PROCESSES": 3}
    assert how_many(Settings(**both)) == 1
    assert how_many(Settings(**both | {"slack_app_token": None})) == 3
