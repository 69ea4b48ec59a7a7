"""P3: Slack may deliver a request several times, in any order, to any replica; it is carried out once."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from bot.core.subject import Subject
from bot.customers import usecases as customers
from bot.directory.models import Person
from bot.promises import usecases
from bot.promises.models import Promise as Duty
from bot.visits.models import Visit
from campaigns.kit import nursery
from campaigns.kit.branch import Branch
from campaigns.kit.office import Post, free_port, serve
from campaigns.kit.requests import Sent, pressed, said, typed
from campaigns.promise import Findings, Promise, Stage

DELIVERIES, CLIENTS = 5000, 8


def repeated(stage: Stage, server: Callable[..., None] = serve) -> Findings:
    """Commands, typed notes and snoozes, each one to four times and shuffled; on PostgreSQL to two replicas."""
    dice, wanted = stage.dice("P3"), stage.many(DELIVERIES, 120)
    with Branch(stage, channels=0) as branch:
        li = branch.person("li")
        duties = _prepare(branch, li, wanted // 10)
        ports = [free_port() for _ in range(1 if stage.backend == "sqlite" else 2)]
        children = [nursery.born(server, branch.given(), port) for port in ports]
        for child in children:
            child.wait_up()
        requests = _requests(str(li.slack_id), wanted, duties)
        copies = [one for one in requests for _ in range(dice.randrange(1, 5))][: max(wanted, len(requests))]
        copies = [*requests, *copies[: max(0, wanted - len(requests))]]
        dice.shuffle(copies)
        posts = [Post(port, branch.slack.signing_secret) for port in ports]
        statuses = _deliver(posts, copies)
        for child in children:
            nursery.kill(child)
        return _counted(branch, requests, copies, statuses)


def _prepare(branch: Branch, li: Person, number: int) -> list[int]:
    with branch.workshop.open() as work:
        customers.create(work, customers.Details(name="苏州华东精工机械有限公司"), owner_id=li.id)
        draft = [
            usecases.Draft(f"duty {n}", work.now.replace(year=work.now.year + 1), li.id, Subject("visit", 1))
            for n in range(number)
        ]
        return [usecases.make(work, one).id for one in draft]


def _requests(user: str, wanted: int, duties: list[int]) -> list[Sent]:
    """Each of them once: two fifths commands, two fifths notes in direct messages, the rest buttons."""
    typing = [make(user, number) for make in (typed, said) for number in range(wanted // 5)]
    return [*typing, *(pressed(user, duty) for duty in duties)]


def _deliver(posts: list[Post], copies: list[Sent]) -> Counter[int]:
    statuses, lock = Counter[int](), threading.Lock()

    def work(client: int) -> None:
        for number, (kind, payload) in enumerate(copies[client::CLIENTS]):
            status = posts[number % len(posts)].send(kind, payload, 60)[0]
            with lock:
                statuses[status] += 1

    clients = [threading.Thread(target=work, args=(client,)) for client in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return statuses


def _counted(branch: Branch, requests: list[Sent], copies: list[Sent], statuses: Counter[int]) -> Findings:
    with branch.workshop.read() as work:
        visits = work.session.scalar(select(func.count(Visit.id))) or 0
        snoozed = work.session.scalar(select(func.count(Duty.id)).where(Duty.snoozed_until.is_not(None))) or 0
    notes = sum(kind != "interactive" for kind, _ in requests)
    found = Findings()
    found.count("requests", len(requests))
    found.count("deliveries", len(copies))
    found.none("not answered with 200", sum(number for status, number in statuses.items() if status != 200))
    found.exactly("visits", visits, notes)
    found.exactly("promises put off", snoozed, len(requests) - notes)
    return found


def forgetful(given: Any, port: int) -> None:
    """A replica that takes every request for a new one."""
    from bot.core import inbox

    inbox.enter = lambda session, key, now: True  # type: ignore[assignment]
    serve(given, port)


PROMISE = Promise(
    "P3", "A request that Slack delivers several times, in any order, to any replica, is carried out once",
    "5,000 deliveries with shuffled copies: exactly 1 effect each",
    lambda stage: repeated(stage), controls={"without the inbox": lambda stage: repeated(stage.smaller(0.1), forgetful)},
    databases=("sqlite", "postgresql"), quick=None,
)  # fmt: skip
