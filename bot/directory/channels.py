"""Departments' channels that are no longer as they must be: private, ours alone, alive, with the bot in them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import select

from bot.core.outbox import Manner, Notice, PersonPlace
from bot.core.slack import Kind, SlackFailure, SlackPort
from bot.core.work import Work, Workshop
from bot.directory import queries
from bot.directory.models import Department

Trouble = Literal["archived", "gone", "absent", "public", "shared"]


def trouble_of(info: Mapping[str, Any]) -> Trouble | None:
    """What is wrong with a channel as `conversations.info` describes it; the worst first, None if nothing is."""
    if info.get("is_archived"):
        return "archived"
    if info.get("is_ext_shared") or info.get("is_pending_ext_shared"):
        return "shared"
    if info.get("is_member") is False:
        return "absent"
    return None if info.get("is_private") else "public"


def report(work: Work, channel: str, trouble: Trouble) -> None:
    """Tell every admin once a day what is wrong with a department's channel; other channels are not our business."""
    row = work.session.scalars(select(Department).where(Department.channel == channel)).first()
    if row is None:
        return
    day = work.now.date()
    for admin in queries.admins(work.session):
        work.post(
            Notice(
                "directory/channel-trouble", PersonPlace(admin.id),
                once=f"channel:{channel}:{trouble}:{day}:{admin.id}",
                data={"code": row.code, "own": row.name, "trouble": trouble}, manner=Manner.NUDGE,
            )
        )  # fmt: skip


def inspect(port: SlackPort, channels: Sequence[str]) -> dict[str, Trouble | None]:
    """Ask Slack about each channel; those it does not answer for (it is away) are left out."""
    found: dict[str, Trouble | None] = {}
    for channel in channels:
        try:
            found[channel] = trouble_of(port.channel(channel))
        except SlackFailure as failure:
            if failure.kind not in (Kind.WAIT, Kind.AMBIGUOUS):
                found[channel] = "gone"
    return found


def check(workshop: Workshop, port: SlackPort) -> int:
    """Look at every bound channel, since Slack's events can be missed; returns how many are in trouble."""
    with workshop.read() as work:
        bound = list(work.session.scalars(select(Department.channel).where(Department.channel.is_not(None))))
    found = inspect(port, [channel for channel in bound if channel])
    bad = {channel: trouble for channel, trouble in found.items() if trouble is not None}
    if bad:
        with workshop.open() as work:
            for channel, trouble in bad.items():
                report(work, channel, trouble)
    return len(bad)


EVERY = timedelta(hours=1)
"""How often the channels are looked at."""
