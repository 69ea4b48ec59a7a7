"""A database of one's own, and files as people bring them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from staging.world import MONDAY_MORNING, Clock

from bot.core.database import Base, connect
from bot.core.settings import Settings
from bot.core.tables import parse
from bot.core.words import Words
from bot.core.work import Workshop
from bot.main import workshop
from bot.migrations.tables import metadata
from bot.reports import imports

metadata()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    engine = connect(f"sqlite:///{tmp_path}/imports.db")
    Base.metadata.create_all(engine)
    yield workshop(Settings(_env_file=None), engine, Clock(MONDAY_MORNING))
    engine.dispose()


@pytest.fixture
def words(templates_root: Path) -> Words:
    return Words(templates_root, strict=True)


@pytest.fixture
def bring(shop: Workshop, words: Words) -> Callable[..., imports.Result]:
    """Import text as CSV: bring("people", "email,name\\n...")."""

    def run(kind: imports.Kind, text: str, name: str = "list.csv", **options: object) -> imports.Result:
        return imports.run(shop.open, kind, parse(name, text.encode()), **options)  # type: ignore[arg-type]

    return run
