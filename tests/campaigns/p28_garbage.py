"""P28: whoever has no signature gets nowhere, costs next to nothing, and leaves nothing behind."""

import os
import time

from campaigns.kit import nursery
from campaigns.kit.branch import Branch
from campaigns.kit.measure import cpu, memory
from campaigns.kit.office import Post, free_port, serve
from campaigns.promise import Findings, Promise, Stage

REQUESTS = 10_000


def garbage(stage: Stage, wanted: tuple[int, ...] = (400, 401, 413)) -> Findings:
    """Random bytes, forged and stale signatures, bodies that are too large or lie about their length."""
    dice, requests = stage.dice("P28"), stage.many(REQUESTS, 300)
    with Branch(stage) as branch:
        port = free_port()
        child = nursery.born(serve, branch.given(), port)
        child.wait_up()
        pid = child.process.pid or 0
        post, answers = Post(port, "wrong secret"), dict[int, int]()
        for _ in range(100):
            post.raw(b"payload=1", "application/x-www-form-urlencoded")
        _rest(pid)
        before, used, idle = memory(pid), cpu(pid), _idle(pid)
        begun = time.monotonic()
        for _ in range(requests):
            status = _one(post, dice)
            answers[status] = answers.get(status, 0) + 1
        spent = cpu(pid) - used - idle * (time.monotonic() - begun)
        found = Findings()
        found.count("requests", requests)
        found.count("answers", " ".join(f"{status}: {number}" for status, number in sorted(answers.items())))
        found.none("other answers", sum(number for status, number in answers.items() if status not in wanted))
        found.at_most("MB more memory", memory(pid) - before, 20)
        found.at_most("ms of processor each", 1000 * spent / requests, 1.0)
        nursery.kill(child)
        return found


def _rest(pid: int) -> None:
    """Wait until the start-up is over."""
    before = -1.0
    while cpu(pid) - before > 0.05:
        before = cpu(pid)
        time.sleep(0.5)


def _idle(pid: int) -> float:
    """Seconds of processor a second that go into ticking anyway."""
    before = cpu(pid)
    time.sleep(2)
    return (cpu(pid) - before) / 2


def _one(post: Post, dice: object) -> int:
    assert hasattr(dice, "choice")
    body = os.urandom(dice.choice((0, 10, 500, 5000)))
    stamp = str(int(time.time()) - dice.choice((0, 0, 400, 10**9)))
    headers = {
        "forged": {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=" + "0" * 64},
        "odd": {"X-Slack-Request-Timestamp": "\u00b2\u00b3", "X-Slack-Signature": "v0="},
        "none": {},
        "json": {"Content-Type": "application/json", "X-Slack-Request-Timestamp": "-5"},
    }[dice.choice(("forged", "odd", "none", "json"))]
    if dice.random() < 0.01:
        body = b"x" * 1_100_000
    return post.bare(body, headers)[0]


PROMISE = Promise(
    "P28", "Garbage without a signature is refused cheaply",
    "10,000 requests: only 400, 401 and 413, less than 20 MB more memory, at most 1 ms of processor each",
    garbage, controls={"a check that expects only 401": lambda stage: garbage(stage.smaller(0.05), (401,))}, quick=None,
)  # fmt: skip
