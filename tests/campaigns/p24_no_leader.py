"""P24: three equal replicas on one PostgreSQL are stopped, killed and cut off the database; no message is lost or doubled."""

import os
import signal
import time
from collections.abc import Callable

from sqlalchemy import text

from bot.core.outbox.limits import Limits
from campaigns.kit import nursery, replicas
from campaigns.kit.branch import Branch
from campaigns.kit.nursery import Child
from campaigns.kit.replicas import QUICK, Given
from campaigns.promise import Findings, Promise, Stage

REPLICAS, MESSAGES, TROUBLES = 3, 900, 90


def without_a_leader(stage: Stage, replica: Callable[[Given], None], limits: Limits = QUICK) -> Findings:
    """One trouble after another for one of the three, while messages come in."""
    troubles, messages, dice = stage.many(TROUBLES, 12), stage.many(MESSAGES, 60), stage.dice("P24")
    with Branch(stage) as branch:
        branch.slack.faults.delay("chat.postMessage", seconds=0.05, probability=0.5)
        alive = [nursery.born(replica, branch.given(limits)) for _ in range(REPLICAS)]
        stopped: list[Child] = []
        for trouble in range(troubles):
            branch.say((trouble + 1) * messages // troubles - branch.said)
            place = dice.randrange(REPLICAS)
            _trouble(
                branch,
                dice.choice(("stop", "kill", "cut")),
                alive,
                place,
                stopped,
                lambda: nursery.born(replica, branch.given(limits)),
            )
            time.sleep(dice.uniform(0.02, 0.25))
        for child in stopped:
            os.kill(child.process.pid or 0, signal.SIGCONT)
        nursery.until(lambda: not branch.unfinished(), 120)
        for child in alive:
            nursery.kill(child)
        found, verdict = Findings(), branch.verdict()
        found.count("messages", branch.said)
        found.count("troubles", troubles)
        for fault in ("lost", "twice", "out of order"):
            found.none(fault, verdict[fault])
        return found


def _trouble(
    branch: Branch, kind: str, alive: list[Child], place: int, stopped: list[Child], born: Callable[[], Child]
) -> None:
    child = alive[place]
    if kind == "kill":
        if child in stopped:
            stopped.remove(child)
        nursery.kill(child)
        alive[place] = born()
    elif kind == "cut" and branch.engine.dialect.name == "postgresql":
        with branch.engine.connect() as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() AND random() < 0.4"
            connection.execute(text(others)).all()
    elif child in stopped:
        stopped.remove(child)
        os.kill(child.process.pid or 0, signal.SIGCONT)
    else:
        # It goes on when its turn comes again: longer than its lease, as often as not.
        stopped.append(child)
        os.kill(child.process.pid or 0, signal.SIGSTOP)


PROMISE = Promise(
    "P24", "Several replicas need no leader: any of them may be paused, killed or cut off at any moment",
    "3 replicas, 900 messages under SIGSTOP, kill -9 and terminated connections: 0 lost, 0 twice",
    lambda stage: without_a_leader(stage, replicas.sender),
    controls={
        "send, then mark, with nothing else": lambda stage: without_a_leader(stage.smaller(0.3), replicas.post_then_mark),
    },
    databases=("postgresql",), quick=None,
)  # fmt: skip
