"""What happens to the workspace itself: people come, change and go; channels are archived, shared or left."""

from bot.core.outbox import stops
from bot.core.slack import profile_of
from bot.core.work import Work
from bot.directory import channels, usecases
from bot.directory.channels import Trouble
from handlers.inbound import Happened
from handlers.table import Table

LOST: dict[str, Trouble] = {
    "channel_archive": "archived", "group_archive": "archived", "channel_deleted": "gone", "group_deleted": "gone",
    "channel_left": "absent", "group_left": "absent", "channel_shared": "shared",
}  # fmt: skip


def register(table: Table) -> None:
    """Events about people, channels, and the app's own installation."""
    table.happening("user_change", changed)
    table.happening("team_join", joined)
    for kind in LOST:
        table.happening(kind, channel_lost)
    table.happening("app_uninstalled", removed)
    table.happening("tokens_revoked", removed)


def changed(work: Work, happened: Happened) -> None:
    """A colleague's language, zone or very presence changed."""
    user = happened.event.get("user")
    if isinstance(user, dict) and user.get("id"):
        usecases.follow_profile(work, profile_of(user))


def joined(work: Work, happened: Happened) -> None:
    """Somebody new: linked at once to the imported record, if there is one."""
    user = happened.event.get("user")
    if isinstance(user, dict) and user.get("id"):
        usecases.link(work, profile_of(user))


def channel_lost(work: Work, happened: Happened) -> None:
    """A department's channel cannot be used as before."""
    channel = happened.event.get("channel")
    if isinstance(channel, str):
        channels.report(work, channel, LOST[happened.kind])


def removed(work: Work, happened: Happened) -> None:
    """The app was removed or its token taken away: nothing is tried any more until it works again."""
    tokens = happened.event.get("tokens")
    if happened.kind == "tokens_revoked" and isinstance(tokens, dict) and not tokens.get("bot"):
        return
    if stops.stop(work.session, stops.WORKSPACE, happened.kind, work.now):
        work.audit("outbox.stopped", code=happened.kind)
