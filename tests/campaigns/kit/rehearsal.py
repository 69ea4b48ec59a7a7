"""A branch's requests, carried out once in a process without threads: what is compiled for them stays compiled."""

import tempfile
from pathlib import Path

from slack_bolt import BoltRequest
from staging.statements import share

from bot.core import logs
from bot.core.database import Base
from bot.core.privacy import Keyring
from bot.core.settings import Settings
from bot.customers import usecases as customers
from bot.directory.models import Person
from bot.main import compose
from bot.main.secret import unlock
from campaigns.kit.requests import four_ways

IDENTITY = compose.Identity("T00000001", "UBOT", "BBOT")


def play() -> None:
    """On a SQLite file that is thrown away; Slack is not asked."""
    asked = compose.identify
    compose.identify = lambda _port, _base: IDENTITY
    try:
        with tempfile.TemporaryDirectory() as folder:
            _play(Path(folder))
    finally:
        compose.identify = asked


def _play(folder: Path) -> None:
    logs.configure("CRITICAL")
    settings = Settings(  # type: ignore[call-arg]
        _env_file=None, database_url=f"sqlite:///{folder}/rehearsal.db", slack_bot_token="xoxb-x",
        slack_api_url="http://127.0.0.1:9/", RAPPORT_SECRET_KEYS=Keyring.new_key(),
    )  # fmt: skip
    unlock(settings)
    rapport = compose.build(settings)
    Base.metadata.create_all(rapport.engine)
    share(rapport.engine)
    with rapport.workshop.open() as work:
        li = work.save(Person(name="li", slack_id="U1", time_zone="Asia/Shanghai"))
        customers.create(work, customers.Details(name="苏州华东精工机械有限公司"), owner_id=li.id)
    for _, payload in four_ways("U1", 1, 1, 1):
        rapport.bolt.dispatch(BoltRequest(body=payload, mode="socket_mode"))
    rapport.close()
