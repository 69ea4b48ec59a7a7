"""What this slice says: a card in the channel, one mention and one direct message; after that only direct messages."""

from sqlalchemy import select

from bot.core.outbox import ChannelPlace, Manner, Notice, PersonPlace, Posting, Priority, State, ThreadPlace
from bot.core.work import Work
from bot.directory import mornings
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.escalations import clocks, queries
from bot.escalations.cards import CARD, REMINDER
from bot.escalations.models import Ask, Concern
from bot.promises.queries import represented

TAKE, DONE, PASS, PIN = "eyes", "white_check_mark", "raising_hand", "pushpin"
SEEDS = (TAKE, DONE, PASS)
MOST = 200
LOOK = "look"
"""The key of what the clock shows, in the place of a verb somebody used."""


def put(work: Work, ask: Ask) -> None:
    """The card in the department's private channel; its thread is where people talk."""
    if ask.channel is None:
        return
    work.post(
        Notice(
            CARD, ChannelPlace(ask.channel), once=f"ask:{ask.id}:card:{ask.channel}", about=ask.subject, live=True,
            reactions=SEEDS, priority=_priority(work, ask), manner=_manner(work, ask),
        )
    )  # fmt: skip


def call(work: Work, ask: Ask, person: Person, key: str = "") -> None:
    """Ask somebody to take it: a mention in the thread and one direct message."""
    if ask.channel is not None and person.slack_id:
        data = {"id": ask.id, "slack_id": person.slack_id, "name": person.name, "due": ask.stage_due_at}
        thread(work, ask, "escalations/tagged", f"tagged:{person.id}:{ask.hops}", data)
    push(work, ask, person.id, key or f"called:{ask.hops}")


def look(work: Work, ask: Ask, person_id: int) -> None:
    """What the clock shows, once however many rungs were reached: the card, or one line to whoever has had the card.

    Where nothing burns (no severity that may disturb at any hour) once a stage is enough for whose morning list has the
    question: the list says it every day, and the rungs in between draw it anew where it stands.
    """
    template = REMINDER if _has_card(work, ask, person_id) else CARD
    if _manner(work, ask) is Manner.URGENT:
        push(work, ask, person_id, LOOK, template=template)
    elif not (template == REMINDER and _is_told_by_list(work, ask, person_id)):
        once = f"{LOOK}:{ask.stage}:{person_id}:{work.now:%Y%m%d}"
        _put(work, ask, person_id, once, Manner.NUDGE, template)


def _has_card(work: Work, ask: Ask, person_id: int) -> bool:
    query = select(Posting.id).where(
        Posting.subject_kind == ask.subject.kind, Posting.subject_id == ask.id, Posting.person_id == person_id,
        Posting.template == CARD, Posting.state == State.SENT.value,
    )  # fmt: skip
    return work.session.scalar(query.limit(1)) is not None


def _is_told_by_list(work: Work, ask: Ask, person_id: int) -> bool:
    before = select(Posting.id).where(
        Posting.subject_kind == ask.subject.kind, Posting.subject_id == ask.id, Posting.person_id == person_id,
        Posting.once.startswith(f"ask:{ask.id}:{LOOK}:{ask.stage}:{person_id}:"),
    )  # fmt: skip
    person = work.session.get_one(Person, person_id)
    if work.session.scalar(before.limit(1)) is None and mornings.told_until(work, person) is None:
        return False
    owners = [one.id for one in represented(work, person)]
    listed = (
        queries.owed_by(work, owners, MOST), queries.late_of_team(work, person_id, MOST),
        queries.silent_of_team(work, person_id, MOST),
    )  # fmt: skip
    return any(ask.id in found for found in listed)


def push(
    work: Work, ask: Ask, person_id: int, key: str, manner: Manner | None = None, template: str = CARD
) -> None:  # fmt: skip
    """Put the card in front of one person, once a `key` and moment."""
    once = f"{key}:{person_id}:{work.now:%Y%m%dT%H%M%S%f}"
    _put(work, ask, person_id, once, manner or _manner(work, ask), template)


def _put(work: Work, ask: Ask, person_id: int, once: str, manner: Manner, template: str) -> None:
    work.post(
        Notice(
            template, PersonPlace(person_id), once=f"ask:{ask.id}:{once}", about=ask.subject, live=True,
            reactions=SEEDS[:2], data={"stage": ask.stage.value if ask.stage else "", "level": ask.level},
            manner=manner, priority=_priority(work, ask),
        )
    )  # fmt: skip


def show(work: Work, ask: Ask, person_id: int, key: str = "") -> None:
    """The card for the person who acts just now, once a `key`."""
    push(work, ask, person_id, f"shown:{key}", Manner.ANSWER)


def thread(work: Work, ask: Ask, template: str, key: str, data: dict[str, object]) -> None:
    """A line in the thread below the channel's card; nothing where there is no channel."""
    if ask.channel is None:
        return
    work.post(
        Notice(
            template, ThreadPlace(ask.subject, ask.channel), about=ask.subject, data=data,
            once=f"ask:{ask.id}:{key}:{work.now:%Y%m%dT%H%M%S%f}", priority=_priority(work, ask),
        )
    )  # fmt: skip


def private(work: Work, template: str, person_id: int, once: str, data: dict[str, object]) -> None:
    """A line to one person as the answer to what he did."""
    work.post(
        Notice(
            template, PersonPlace(person_id), once=once, data=data, manner=Manner.ANSWER, priority=Priority.ANSWER
        )
    )  # fmt: skip


def unbound(work: Work, department: str) -> None:
    """A department without a channel: the admins are told, once for each department."""
    for admin in directory.admins(work.session):
        data = {"department": department}
        once = f"escalations:unbound:{department}:{admin.id}"
        work.post(Notice("escalations/unbound", PersonPlace(admin.id), once=once, data=data))


def nobody_on_duty(work: Work, ask: Ask, how: str) -> None:
    """A roster without anybody who is here: the admins are told, once a department and day."""
    for admin in directory.admins(work.session):
        data = {"department": ask.department, "id": ask.id, "how": how}
        once = f"escalations:roster:{ask.department}:{work.now:%Y%m%d}:{admin.id}"
        work.post(Notice("escalations/roster", PersonPlace(admin.id), once=once, data=data))


def hand_off(work: Work, concern: Concern, person_id: int, key: str) -> None:
    """A concern to a colleague of compliance; the words are drawn from the sealed row when it is delivered."""
    work.post(
        Notice(
            "escalations/concern", PersonPlace(person_id), once=f"concern:{concern.id}:{key}:{person_id}",
            about=concern.subject, live=True, manner=Manner.URGENT, priority=Priority.DEADLINE,
        )
    )  # fmt: skip


def still(work: Work, posting: Posting) -> bool:
    """Whether what waited still makes sense: not when the question has moved on to another stage meanwhile."""
    ask = work.session.get(Ask, posting.subject_id)
    if ask is None:
        return False
    stage = posting.data.get("stage")
    if stage is None or posting.manner == Manner.ANSWER.value:
        return True
    return bool(stage == (ask.stage.value if ask.stage else ""))


def _manner(work: Work, ask: Ask) -> Manner:
    return Manner.URGENT if clocks.times(work, ask.severity).round_the_clock else Manner.NUDGE


def _priority(work: Work, ask: Ask) -> Priority:
    return Priority.DEADLINE if clocks.times(work, ask.severity).round_the_clock else Priority.NORMAL


def here(work: Work, person_id: int) -> int:
    """Who reads what is meant for a person now."""
    return queries.standing(work, person_id) or person_id
