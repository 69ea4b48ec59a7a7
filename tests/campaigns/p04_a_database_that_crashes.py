"""P4: PostgreSQL crashes while sixteen write; what was answered is there, and what was repeated is there once."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bot.core import inbox
from bot.core.outbox import ChannelPlace, Notice, Posting
from bot.core.subject import Subject
from bot.core.work import Work, Workshop
from bot.promises import usecases
from bot.promises.models import Promise as Duty
from campaigns.kit.branch import Branch
from campaigns.promise import Findings, Promise, Stage

STOPS, WRITERS, REQUESTS, BETWEEN = 25, 16, 12_000, (0.5, 2.0)
"""Crashes, people at once, requests all in all, and seconds from one start to the next crash."""
Enter = Callable[[Work, str], bool]
"""Whether this request was not carried out before."""


def by_its_key(work: Work, key: str) -> bool:
    """As every request is let in: its key is written in the same transaction."""
    return inbox.enter(work.session, key, work.now)


def always(work: Work, key: str) -> bool:
    """Without a key: whoever got no answer writes again."""
    return True


def crashing(stage: Stage, enter: Enter = by_its_key) -> Findings:
    """Everybody repeats a request until it is answered; meanwhile the database is stopped again and again."""
    stops, dice = stage.many(STOPS), stage.dice("P4")
    with Branch(stage, channels=1) as branch:
        owner, over, done = branch.person("li").id, threading.Event(), [0] * WRITERS
        broken = Counter[str]()

        def person(place: int) -> None:
            for number in range(place, 10**9, WRITERS):
                if over.is_set():
                    return
                while not _carried_out(branch.workshop, owner, number, branch.channels[0].id, enter, broken):
                    time.sleep(0.1)
                done[place] += 1

        people = [threading.Thread(target=person, args=(place,)) for place in range(WRITERS)]
        for one in people:
            one.start()
        for _ in range(stops):
            time.sleep(dice.uniform(*BETWEEN))
            stage.databases.stop_postgres()
            stage.databases.start_postgres()
        deadline = time.monotonic() + 300
        while sum(done) < stage.many(REQUESTS) and time.monotonic() < deadline:
            time.sleep(0.05)
        over.set()
        for one in people:
            one.join(60)
        return _counted(branch, stops, done, sum(broken.values()))


def _carried_out(shop: Workshop, owner: int, number: int, channel: str, enter: Enter, broken: Counter[str]) -> bool:
    """A promise, its message and the key of the request in one transaction; true when the database said yes."""
    try:
        with shop.open() as work:
            if enter(work, f"request {number}"):
                draft = usecases.Draft(f"duty {number}", work.now, owner, Subject("visit", 1))
                duty = usecases.make(work, draft)
                work.post(
                    Notice("core/shortened", ChannelPlace(channel), f"said {duty.id}", data={"text": str(number)})
                )
    except DBAPIError as error:
        broken[type(error).__name__] += 1
        return False
    return True


def _counted(branch: Branch, stops: int, done: list[int], broken: int) -> Findings:
    with branch.workshop.read() as work:
        rows = Counter(work.session.scalars(select(Duty.text)))
        said = Counter(row["text"] for row in work.session.scalars(select(Posting.data)) if "text" in row)
    answered = [f"{place + WRITERS * turn}" for place, turns in enumerate(done) for turn in range(turns)]
    found = Findings()
    found.count("crashes", stops)
    found.count("requests answered", len(answered))
    found.at_least("attempts the crashes broke", broken, stops)
    found.none("lost", sum(f"duty {number}" not in rows for number in answered))
    found.none("twice", sum(times - 1 for times in rows.values()))
    found.none("messages lost", sum(number not in said for number in answered))
    found.none("messages twice", sum(times - 1 for times in said.values()))
    return found


PROMISE = Promise(
    "P4", "A crash of PostgreSQL, in the middle of a commit too, loses nothing that was answered and doubles nothing",
    "25 immediate stops while 16 write, 12,000 requests: 0 lost, 0 twice",
    crashing, controls={"without the request's key": lambda stage: crashing(stage.smaller(0.6), always)},
    databases=("postgresql",), quick=None,
)  # fmt: skip
