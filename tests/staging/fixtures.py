"""What every story starts with: an empty database, the world, the keys of sealed columns."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from bot.core.privacy import Keyring, configure
from staging.databases import Databases
from staging.memory import in_memory
from staging.promising import pass_time, promise
from staging.world import World

__all__ = ["pass_time", "promise"]
settings.register_profile("house", deadline=None)  # a machine busy with other work is no fault
settings.load_profile("house")
KEYRING = Keyring.parse(Keyring.new_key())


@pytest.fixture(autouse=True)
def keys() -> None:
    """The keys of sealed columns belong to the process; a test that changed them must not leave that to the next."""
    configure(KEYRING)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    # Not below pytest's own folder: the next run as root closes that to others, and PostgreSQL runs as somebody else.
    with TemporaryDirectory(prefix="rapport-", dir=in_memory()) as folder, Databases(Path(folder)) as found:
        yield found


@pytest.fixture(autouse=True)
def _databases_are_given_back(databases: Databases) -> Iterator[None]:
    yield
    databases.give_back()


@pytest.fixture(params=["sqlite"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def world(databases: Databases, backend: str) -> Iterator[World]:
    with World(databases.fresh(backend)) as staged:
        yield staged


@pytest.fixture
def templates_root() -> Path:
    return Path(__file__).resolve().parents[2] / "templates"
