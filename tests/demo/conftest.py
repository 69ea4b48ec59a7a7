"""The demo as somebody finds it who has just loaded it: loaded once a moment, and copied for every test."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from staging.world import Clock

from bot import demo
from bot.core.database import Base, connect
from bot.core.settings import Settings
from bot.core.work import Workshop
from bot.main import workshop
from bot.migrations.tables import metadata

metadata()


@contextmanager
def opened(file: Path, clock: Clock) -> Iterator[Workshop]:
    engine = connect(f"sqlite:///{file}")
    Base.metadata.create_all(engine)
    yield workshop(Settings(_env_file=None), engine, clock)
    engine.dispose()


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[datetime, Mapping[str, str]], Path]:
    """The file of a demo loaded at a moment with these departments' channels."""
    files: dict[tuple[datetime, tuple[str, ...]], Path] = {}

    def load(moment: datetime, channels: Mapping[str, str]) -> Path:
        key = (moment, tuple(sorted(channels)))
        if key not in files:
            files[key] = tmp_path_factory.mktemp("demo") / "demo.db"
            with opened(files[key], Clock(moment)) as shop:
                demo.load(shop, shop.clock, {}, channels)
        return files[key]

    return load


@pytest.fixture
def channels() -> Mapping[str, str]:
    return {}


@pytest.fixture
def shop(
    loaded: Callable[[datetime, Mapping[str, str]], Path], tmp_path: Path, clock: Clock, channels: Mapping[str, str]
) -> Iterator[Workshop]:
    shutil.copyfile(loaded(clock(), channels), tmp_path / "demo.db")
    with opened(tmp_path / "demo.db", clock) as found:
        yield found
