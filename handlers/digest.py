"""The digest's own buttons; its rows use those of the records themselves."""

from bot.core.errors import Refusal
from bot.core.work import Work
from bot.promises import clocks, sentences, usecases
from bot.reports import digest
from handlers.inbound import Press, Typed
from handlers.replies import Answer, Page
from handlers.table import Table


def register(table: Table) -> None:
    """More rows, everything later, and words below the digest."""
    table.press("digest.more", more)
    table.press("digest.postpone", postpone)
    table.thread("digest", said)


def more(work: Work, press: Press) -> Answer:
    """All rows on a private page."""
    return Page("reports/digest-page", digest.page(work, press.id), title="reports.digest")


def postpone(work: Work, press: Press) -> Answer:
    """Everything still open, later."""
    digest.postpone(work, press.id, (*press.picked, *press.rest, "")[0])
    return None


def said(work: Work, typed: Typed) -> Answer:
    """“全部推迟到周五” below a digest; a single row has its buttons."""
    assert typed.about is not None
    wanted = digest.open_promises(work, typed.about.id)
    wish = sentences.read(typed.text, clocks.frame(work), clocks.own_time(work))
    if wish is None or wish.verb != "snooze" or wish.at is None or not wish.every:
        raise Refusal("reports/digest-words")
    usecases.snooze_all(work, wanted, wish.at)
    return None
