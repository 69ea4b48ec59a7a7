"""What the clock starts: one look at every customer whose day has come."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.compliance import campaigns, checklist, files, notices, queries, reviews, rulebook
from bot.compliance.models import Campaign, Diligence
from bot.compliance.models_rules import RuleNotice, RuleReading
from bot.core.sweep import sweep
from bot.core.work import Work, Workshop

BATCH = 200
AGAIN = timedelta(minutes=15)


def wake(workshop: Workshop) -> int:
    """Papers near their end, expired ones, reviews that come up; returns how many customers were looked at."""
    return sweep(workshop, _due, _attend, _put_off, name="compliance.wake", batch=BATCH).handled


def enrol(workshop: Workshop) -> int:
    """Take the customers of started campaigns in, one manager a transaction; returns how many reviews were made."""
    with workshop.read() as work:
        started = select(Campaign.id).where(Campaign.ended_at.is_(None), Campaign.enrolled_at.is_(None))
        waiting = list(work.session.scalars(started.order_by(Campaign.id)))
    made = 0
    for campaign_id in waiting:
        more = True
        while more:
            with workshop.open() as work:
                more, count = _enrol_next(work, campaign_id)
                made += count
    return made


def _enrol_next(work: Work, campaign_id: int) -> tuple[bool, int]:
    campaign = work.session.get(Campaign, campaign_id, with_for_update={"skip_locked": True})
    if campaign is None or campaign.enrolled_at is not None or campaign.ended_at is not None:
        return False, 0
    owner_id = campaigns.next_manager(work, campaign)
    if owner_id is not None:
        return True, campaigns.enrol(work, campaign, owner_id)
    campaign.enrolled_at = work.now
    campaigns.settle(work, campaign.id)
    return False, 0


def readers(workshop: Workshop) -> int:
    """Give open rules to whoever has not got them yet, and remind of what was not read; returns how many were told."""
    with workshop.read() as work:
        query = select(RuleNotice).where(RuleNotice.ended_at.is_(None)).order_by(RuleNotice.id)
        waiting = [one.id for one in work.session.scalars(query) if rulebook.unenrolled(work, one)]
    told = 0
    for notice_id in waiting:
        with workshop.open() as work:
            told += rulebook.enrol(work, work.session.get_one(RuleNotice, notice_id, with_for_update=True))
    return told + sweep(workshop, _unread, _remind, _put_off_reading, name="compliance.readers", batch=BATCH).handled


def _unread(work: Work) -> list[int]:
    query = select(RuleReading.id).where(RuleReading.wake_at <= work.now).order_by(RuleReading.wake_at)
    return list(work.session.scalars(query.limit(BATCH)))


def _remind(work: Work, reading_id: int) -> None:
    row = work.session.get(RuleReading, reading_id, with_for_update={"skip_locked": True})
    if row is not None and row.wake_at is not None and row.wake_at <= work.now and work.claim(row, wake_at=None):
        rulebook.remind(work, row)


def _put_off_reading(work: Work, reading_id: int) -> None:
    later = update(RuleReading).where(RuleReading.id == reading_id).values(wake_at=work.now + AGAIN)
    work.session.execute(later, execution_options={"synchronize_session": False})


def _due(work: Work) -> list[int]:
    query = select(Diligence.id).where(Diligence.wake_at <= work.now).order_by(Diligence.wake_at, Diligence.id)
    return list(work.session.scalars(query.limit(BATCH)))


def _attend(work: Work, file_id: int) -> None:
    found = work.session.get(Diligence, file_id, with_for_update={"skip_locked": True})
    if found is None or found.wake_at is None or found.wake_at > work.now:
        return
    if work.claim(found, wake_at=None) and queries.customer(work, found).closed_at is None:
        look(work, found)


def look(work: Work, found: Diligence) -> None:
    """Give the reminders that are due, announce a review, bring the holds up to date."""
    rules, day = work.house.policy.compliance.due_diligence, queries.today(work, found.customer_id)
    for item in queries.needed(work, found):
        for line in item.lines:
            paper = line.current
            step = checklist.step_due(paper, day, rules) if paper is not None and not paper.waived else None
            if paper is None or step is None:
                continue
            paper.step = step
            if step == checklist.EXPIRED:
                paper.noticed_on = day
            # A renewal in hand only waits for the second person; its end is told all the same.
            if line.pending is None or not step.isdigit():
                notices.remind(work, paper, step)
            work.refresh(paper.subject)
    reviews.announce(work, found, day)
    files.settle(work, found)


def _put_off(work: Work, file_id: int) -> None:
    later = update(Diligence).where(Diligence.id == file_id).values(wake_at=work.now + AGAIN)
    work.session.execute(later, execution_options={"synchronize_session": False})
