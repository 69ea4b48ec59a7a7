"""What the server that children are forked from has at hand: everything imported, grammar and templates loaded once.

A thousand lives would otherwise spend their time on what the program does in its first second.
"""

import encodings.idna
import functools
import gc
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import psycopg
import sqlalchemy.dialects.postgresql.psycopg
import uvicorn
from sqlalchemy.orm import configure_mappers
from starlette.applications import Starlette

from bot.core.calendar import Calendar, WorkingHours
from bot.core.calendar.table import HOME_YEARS
from bot.core.policy import load_pack
from bot.core.settings import Settings
from bot.core.words import TEMPLATES, shipped
from bot.main import compose, warm
from bot.understanding.dates import Frame
from campaigns.kit import crashes, office, rehearsal, replicas

compose.Templates = functools.cache(compose.Templates)  # type: ignore[misc, assignment]
compose.load_pack = functools.cache(load_pack)  # type: ignore[attr-defined]
frame = Frame(
    datetime.now(UTC), ZoneInfo("Asia/Shanghai"), Calendar.bundled("CN", *HOME_YEARS), WorkingHours.DEFAULT,
)  # fmt: skip
configure_mappers()
compose.pack(Settings(_env_file=None).policy)  # type: ignore[call-arg]
# What a server loads when it begins to listen.
uvicorn.Config(Starlette(), log_config=None).load()
warm.load(frame, compose.Templates(TEMPLATES, shipped()))
rehearsal.play()
gc.collect()
gc.freeze()

__all__ = ["crashes", "encodings", "office", "psycopg", "replicas", "sqlalchemy"]
