"""What the server that children are forked from has at hand: everything imported, grammar and templates loaded once.

A thousand lives would otherwise spend their time on what the program does in its first second.
"""

import encodings.idna
import functools
import gc
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import configure_mappers

from bot.core.calendar import Calendar, WorkingHours
from bot.core.words import TEMPLATES, shipped
from bot.main import compose, warm
from bot.understanding.dates import Frame
from campaigns.kit import replicas

compose.Templates = functools.cache(compose.Templates)  # type: ignore[misc, assignment]
this_year = datetime.now(UTC).year
frame = Frame(
    datetime.now(UTC),
    ZoneInfo("Asia/Shanghai"),
    Calendar.bundled("CN", this_year - 1, this_year + 2),
    WorkingHours.DEFAULT,
)
configure_mappers()
warm.load(frame, compose.Templates(TEMPLATES, shipped()))
gc.collect()
gc.freeze()

__all__ = ["encodings", "replicas"]
