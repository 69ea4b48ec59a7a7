"""P21: the program was down for five seconds, an hour, three days while five hundred promises fell due for each person."""

import time
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import func, or_, select

from bot.core.outbox import Posting
from bot.core.subject import Subject
from bot.promises import usecases
from bot.promises.models import Promise as Duty
from campaigns.kit.virtual import VirtualWorld
from campaigns.promise import Findings, Promise, Stage

DOWN = [timedelta(seconds=5), timedelta(hours=1), timedelta(days=3)]
OVERDUE, JOBS = 500, 100


def late_start(stage: Stage) -> Findings:
    """Two people, five hundred promises each that fall due while nobody is there; then the program starts."""
    found, most, lost = Findings(), 0, 0
    for down in DOWN:
        with VirtualWorld(stage) as world:
            world.clock.to("2026-11-23 10:00")
            world.pass_by(60, step=30, each=world.tick)
            number = stage.many(OVERDUE, 25)
            for owner in (world.li, world.chen):
                with world.work(owner) as work:
                    for count in range(number):
                        due = work.now + down * (count / number)
                        usecases.make(
                            work, usecases.Draft(f"promise {count}", due, owner.id, Subject("visit", 1), timed=True)
                        )
            world.clock.now += down + timedelta(minutes=1)
            world.pass_by(3600, step=120, each=world.tick)
            most = max(most, *(len(one.messages()) for one in (world.li, world.chen)))
            lost += 2 * number - _attended(world)
    found.count("promises a person", stage.many(OVERDUE, 25))
    found.none("never mentioned", lost)
    found.at_most("messages for a person", most, 12)
    return found


def _attended(world: VirtualWorld) -> int:
    """Promises that were reminded by a message or left to the digest."""
    reminded = select(Posting.subject_id).where(Posting.subject_kind == "promise")
    with world.rapport.workshop.read() as work:
        said = or_(Duty.folded_at.is_not(None), Duty.id.in_(reminded))
        return work.session.scalar(select(func.count(Duty.id)).where(said)) or 0


def job_store(stage: Stage) -> Findings:
    """APScheduler with its database store: a job for each promise, the store's defaults, five seconds of downtime."""
    ran: list[int] = []
    url = f"sqlite:///{stage.folder}/jobs.db"
    planned = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(url)}, timezone=UTC)
    planned.start(paused=True)
    for number in range(JOBS):
        planned.add_job(remember, "date", run_date=datetime.now(UTC) + timedelta(seconds=1), args=[number])
    planned.shutdown()
    time.sleep(5)
    late = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(url)}, timezone=UTC)
    RAN.clear()
    late.start()
    time.sleep(2)
    late.shutdown()
    ran += RAN
    found = Findings()
    found.count("promises", JOBS)
    found.none("never mentioned", JOBS - len(ran))
    return found


RAN: list[int] = []


def remember(number: int) -> None:
    """What the jobs do."""
    RAN.append(number)


PROMISE = Promise(
    "P21", "What fell due while Rapport was down is said, and not in five hundred messages",
    "5 s, 1 h, 3 days down, 500 overdue a person: 0 lost, at most 12 messages a person",
    late_start, controls={"APScheduler's job store": job_store}, quick=None,
)  # fmt: skip
