"""The daily anchor of the audit log: its end (position, seal) is noted where the database's owner cannot change it."""

import os
import re
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

from sqlalchemy.dialects import postgresql, sqlite

from bot.core import audit
from bot.core.audit_base import AuditAnchor
from bot.core.errors import Misconfigured
from bot.core.outbox import ChannelPlace, Manner, Notice, Priority
from bot.core.settings import Settings
from bot.core.work import Work, Workshop

NOTED = re.compile(r"\b(\d{1,18})\D{1,10}\b([0-9a-f]{64})\b")
"""A position and its seal, in a line of the file or of a channel's text."""


def seal_all(shop: Workshop) -> None:
    """Chain every line that waits, a piece a transaction."""
    more = True
    while more:
        with shop.open() as work:
            more = audit.seal(work.session) == audit.PIECE


def anchor(shop: Workshop, settings: Settings) -> bool:
    """Note today's end of the chain, once a day whoever comes first: in the database, the file and the channel."""
    seal_all(shop)
    with shop.open() as work:
        position, seal = audit.end(work.session)
        if not position or not _first_today(work, position, seal):
            return False
        if settings.audit_anchor_channel:
            day = work.now.astimezone(UTC).date()
            work.post(
                Notice(
                    "core/audit-anchor", ChannelPlace(settings.audit_anchor_channel), once=f"audit:anchor:{day}",
                    data={"day": day, "position": str(position), "seal": seal}, priority=Priority.DIGEST,
                    manner=Manner.URGENT,
                )
            )  # fmt: skip
        if settings.audit_anchor_file is not None:
            _append(settings.audit_anchor_file, f"{work.now.astimezone(UTC):%Y-%m-%d} {position} {seal}\n")
    return True


def _first_today(work: Work, position: int, seal: str) -> bool:
    dialect = postgresql if work.session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"day": work.now.astimezone(UTC).date(), "position": position, "seal": seal}
    statement = dialect.insert(AuditAnchor).values(**row).on_conflict_do_nothing().returning(AuditAnchor.day)
    return work.session.scalar(statement) is not None


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(line)


def read(path: Path) -> Mapping[int, str]:
    """The anchors of a file, or of a channel's text saved to one. Raises Misconfigured when there is none in it."""
    try:
        text = path.read_text("utf-8", errors="replace")
    except OSError as error:
        raise Misconfigured(f"{path} cannot be read ({type(error).__name__})") from error
    found = {int(position): seal for position, seal in NOTED.findall(text)}
    if not found:
        raise Misconfigured(f"{path} holds no anchor (a line number and 64 characters of a seal)")
    return found
