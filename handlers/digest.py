"""The digest's own buttons; its rows use those of the records. A list of a single promise is as good as its card."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.core.errors import Refusal
from bot.core.outbox import Manner, Notice, PersonPlace, Priority
from bot.core.subject import Subject
from bot.core.work import Work
from bot.promises import clocks, sentences, usecases
from bot.reports import digest
from handlers import promises
from handlers.inbound import Press, Reacted, Typed
from handlers.replies import Answer, Page
from handlers.table import Table


def register(table: Table) -> None:
    """More rows, everything later, emoji on the digest and words below it."""
    table.press("digest.more", more)
    table.press("digest.postpone", postpone)
    table.thread("digest", said)
    for emoji, handler in promises.REACTIONS.items():
        table.reaction(emoji, "digest", partial(reacted, handler))


def more(work: Work, press: Press) -> Answer:
    """All rows on a private page."""
    return Page("reports/digest-page", digest.page(work, press.id), title="reports.digest")


def postpone(work: Work, press: Press) -> Answer:
    """Everything still open, later."""
    digest.postpone(work, press.id, (*press.picked, *press.rest, "")[0])
    return None


def reacted(handler: Callable[[Work, Reacted], None], work: Work, reaction: Reacted) -> None:
    """An emoji means the only promise of the list; among several, the buttons of the rows are pointed out once."""
    promise_id = digest.single_promise(work, reaction.about.id)
    if promise_id is not None:
        handler(work, replace(reaction, about=Subject("promise", promise_id)))
    elif reaction.added:
        notice = Notice(
            "reports/digest-words", PersonPlace(work.actor.person_id), once=f"digest:{reaction.about.id}:emoji",
            data={"typed": ""}, priority=Priority.ANSWER, manner=Manner.ANSWER,
        )  # fmt: skip
        work.post(notice)


def said(work: Work, typed: Typed) -> Answer:
    """“全部推迟到周五” below a digest; what stands below a list of one promise is said of that promise."""
    assert typed.about is not None
    promise_id = digest.single_promise(work, typed.about.id)
    if promise_id is not None:
        return promises.said(work, replace(typed, about=Subject("promise", promise_id)))
    wanted = digest.open_promises(work, typed.about.id)
    wish = sentences.read(typed.text, clocks.frame(work), clocks.own_time(work))
    if wish is None or wish.verb != "snooze" or wish.at is None or not wish.every:
        raise Refusal("reports/digest-words")
    usecases.snooze_all(work, wanted, wish.at)
    return None
