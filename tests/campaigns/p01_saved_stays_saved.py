"""P1: what was answered is done, once, whatever moment the process dies at; what was not answered is done once repeated."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from bot.core.subject import Subject
from bot.customers import usecases as customers
from bot.promises import usecases
from bot.promises.models import Promise as Duty
from bot.visits.models import Visit
from campaigns.kit import nursery
from campaigns.kit.branch import Branch
from campaigns.kit.crashes import POINTS, ack_first, crashing
from campaigns.kit.office import Post, free_port
from campaigns.kit.requests import Sent, four_ways
from campaigns.promise import Findings, Promise, Stage

TIMES, KILLS = 50, 1000
BRANCHES = 2
NOTES = 3
"""Notes that are typed in each life."""
NEVER = 10**9


def killed(stage: Stage, replica: Callable[..., None] = crashing) -> Findings:
    """Each named point so many times, and as many kills at random; every request is repeated until it is answered.

    Two branches live side by side, half of the lives each: a life waits more than it works.
    """
    dice, lives = stage.dice("P1"), stage.many(TIMES)
    plan = [(point, dice.randrange(1, 6)) for point in POINTS for _ in range(lives)]
    plan += [("request read", NEVER)] * stage.many(KILLS, 5)
    dice.shuffle(plan)
    branches = [Branch(stage, channels=0) for _ in range(BRANCHES)]
    with ThreadPoolExecutor(BRANCHES) as pool:
        halves = pool.map(lambda n: _lived(branches[n], replica, plan[n::BRANCHES], n), range(BRANCHES))
        return _told(sum(halves, start=Counter[str]()))


def _lived(branch: Branch, replica: Callable[..., None], plan: Sequence[tuple[str, int]], number: int) -> Counter[str]:
    dice = branch.stage.dice(f"P1:{number}")
    with branch:
        li = branch.person("li")
        user = str(li.slack_id)
        with branch.workshop.open() as work:
            details = customers.Details(name="苏州华东精工机械有限公司")
            customer = customers.create(work, details, owner_id=li.id).id
            year = work.now.replace(year=work.now.year + 1)
            duties = [
                usecases.make(work, usecases.Draft(f"duty {n}", year, li.id, Subject("visit", 1))).id
                for n in range(len(plan))
            ]
        open_requests: list[Sent] = []
        answered = 0
        for life, (point, countdown) in enumerate(plan):
            open_requests += four_ways(user, life, duties[life], customer)
            port = free_port()
            child = nursery.born(replica, branch.given(), port, point, countdown)
            child.up.poll(20)
            post, until = Post(port, branch.slack.signing_secret), time.monotonic() + dice.uniform(0.02, 0.3)
            while open_requests and (countdown != NEVER or time.monotonic() < until):
                if post.send(*open_requests[0], within=5)[0] != 200:
                    break
                open_requests.pop(0)
                answered += 1
            nursery.kill(child)
        _finish(branch, open_requests, replica)
        return Counter({"lives": len(plan), "answered": answered}) + _counted(branch)


def _finish(branch: Branch, requests: list[Sent], replica: Callable[..., None]) -> None:
    """One life without trouble, in which everything unanswered is repeated."""
    port = free_port()
    child = nursery.born(replica, branch.given(), port, "request read", NEVER)
    child.wait_up()
    post = Post(port, branch.slack.signing_secret)
    for one in requests:
        post.send(*one, within=30)
    time.sleep(1)
    nursery.kill(child)


def _counted(branch: Branch) -> Counter[str]:
    with branch.workshop.read() as work:
        rows = list(work.session.scalars(select(Visit.text)))
        snoozed = work.session.scalar(select(func.count(Duty.id)).where(Duty.snoozed_until.is_not(None))) or 0
    return Counter({"rows": len(rows), "notes": len(set(rows)), "snoozed": snoozed})


def _told(done: Counter[str]) -> Findings:
    typed = done["lives"] * NOTES
    found = Findings()
    found.count("lives ended", done["lives"])
    found.count("requests answered before", done["answered"])
    found.none("notes lost", typed - done["notes"])
    found.none("notes twice", done["rows"] - done["notes"])
    found.exactly("promises put off", done["snoozed"], done["lives"])
    return found


PROMISE = Promise(
    "P1", "What was answered as saved stays saved, and is done once, whenever the process dies",
    "1,000 random kills and 10 crash points x 50, on command, dialog, event and button: 0 lost, 0 twice",
    killed, controls={"answer first": lambda stage: killed(stage.smaller(0.1), ack_first)},
    databases=("sqlite", "postgresql"), quick=None,
)  # fmt: skip
