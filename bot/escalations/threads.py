"""What people write below a question: kept masked, answered with a check mark, pinned, followed when it changes."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import Refusal
from bot.core.privacy import mask
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.escalations import hands, notices, queries, usecases, wordlists
from bot.escalations.models import Ask, AskMessage, Stage


@dataclass(frozen=True)
class Said:
    """One reply: where it stands, its words, and the Slack ids it mentions."""

    channel: str
    ts: str
    text: str
    mentions: tuple[str, ...] = ()


def keep(work: Work, ask_id: int, said: Said) -> Person | None:
    """Keep a reply, masked; returns a colleague it names who does not see the question yet.

    What may only be told to compliance is not kept (Refusal tells the author where it belongs). Words of people who may
    not see the question are ignored. The asker's reply to a question asked back is its answer.
    """
    ask = work.session.get(Ask, ask_id)
    if ask is None or work.actor.id is None or not queries.may_see(work, ask):
        return None
    if wordlists.is_concern(said.text):
        raise Refusal("escalations/not-in-threads", number=ask.id, typed="")
    if queries.message_at(work.session, said.channel, said.ts) is None and said.text.strip():
        text = mask(directory.with_names(work.session, said.text.strip())).text
        work.save(AskMessage(ask_id=ask.id, channel=said.channel, ts=said.ts, author_id=work.actor.id, text=text))
        if ask.stage is Stage.BACK and work.actor.id == ask.asker_id:
            hands.tell(work, ask.id, directory.with_names(work.session, said.text))
    return _outsider(work, ask, said.mentions)


def _outsider(work: Work, ask: Ask, mentions: tuple[str, ...]) -> Person | None:
    for slack_id in mentions:
        person = directory.by_slack_id(work.session, slack_id)
        if person is not None and person.deactivated_at is None and not queries.belongs(work, ask, person):
            return person
    return None


def let_in(work: Work, ask_id: int, person_id: int) -> Person:
    """Add a colleague to the question: he sees it from now on and is told. Idempotent."""
    ask = queries.find(work, ask_id)
    person = work.session.get(Person, person_id)
    if person is None or person.deactivated_at is not None:
        raise Refusal("escalations/not-here")
    if person.id == ask.barred_id:
        raise Refusal("escalations/barred")
    if person.id not in queries.members(work, ask):
        usecases.add(work, ask, person.id)
        work.audit("escalations.added", ask.subject, person=person.id)
        notices.push(work, ask, person.id, "added")
    return person


def check(work: Work, ask_id: int, channel: str, ts: str) -> None:
    """A check mark: the marked reply, or the owner's last one, is the answer; without any he is asked for it."""
    ask = queries.find(work, ask_id)
    if ask.closed_at is not None or ask.stage is Stage.CONFIRM:
        return
    if queries.asks_for(work, ask) and not queries.answers_for(work, ask):
        return
    marked = queries.message_at(work.session, channel, ts)
    message = marked or queries.last_words(work, ask, work.actor.id)
    if message is not None and (marked is not None or _fresh(ask, message.created_at)):
        usecases.answer(work, ask.id, message.text)
        return
    if not queries.answers_for(work, ask):
        raise Refusal("escalations/not-yours", number=ask.id)
    once = f"ask:{ask.id}:answer-missing:{work.actor.id}:{work.now:%Y%m%dT%H%M%S}"
    notices.private(work, "escalations/answer-missing", work.actor.person_id, once, {"id": ask.id})


def _fresh(ask: Ask, at: datetime) -> bool:
    """Said since the question last came back: an answer that was not enough is not given again by a check mark."""
    return ask.reopened_at is None or at > ask.reopened_at


def pin(work: Work, channel: str, ts: str, added: bool) -> None:
    """Keep a reply for the summary, or let it go again. Nothing for messages that are not replies."""
    message = queries.message_at(work.session, channel, ts)
    if message is None:
        return
    ask = queries.find(work, message.ask_id)
    if added and message.pinned_at is None:
        message.pinned_at, message.pinned_by_id = work.now, work.actor.id
        work.note(ask.subject, {"pinned": (None, message.id)})
    elif not added and message.pinned_by_id == work.actor.id:
        message.pinned_at = message.pinned_by_id = None
        work.note(ask.subject, {"pinned": (message.id, None)})


def follow(work: Work, channel: str, ts: str, text: str | None) -> None:
    """A reply was edited or deleted at Slack: what is kept follows. An answer already given stays as it was given."""
    message = queries.message_at(work.session, channel, ts)
    if message is None:
        return
    if text is None:
        message.text, message.pinned_at, message.pinned_by_id = "", None, None
    elif not wordlists.is_concern(text):
        message.text = mask(directory.with_names(work.session, text.strip())).text
