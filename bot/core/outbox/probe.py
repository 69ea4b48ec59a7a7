"""The hourly question whether the workspace still lets us in: an app can be removed without Slack telling it."""

from datetime import timedelta

from bot.core.outbox import budget, stops
from bot.core.slack import Kind, SlackFailure, SlackPort
from bot.core.work import Workshop

EVERY = timedelta(hours=1)


def ask(workshop: Workshop, port: SlackPort) -> bool:
    """Ask auth.test; when Slack says no, every message is held from now on and the readiness page says why.

    Returns whether we are still let in. An answer that did not come says nothing about that.
    """
    try:
        port.auth_test()
    except SlackFailure as failure:
        if failure.kind is not Kind.STOP:
            return True
        with workshop.open() as work:
            ledger = budget.database_clock(work.session)
            if stops.stop(work.session, stops.WORKSPACE, failure.code, ledger):
                work.audit("outbox.stopped", code=failure.code)
        return False
    return True
