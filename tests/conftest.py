"""The world every story starts in: a cast of named people, a clock that moves, a Slack that listens."""

import gc
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from staging.databases import Databases
from staging.promising import pass_time, promise
from staging.world import World

from bot.core.privacy import Keyring, configure

__all__ = ["pass_time", "promise"]
settings.register_profile("house", deadline=None)  # a machine busy with other work is no fault
settings.load_profile("house")
KEYRING = Keyring.parse(Keyring.new_key())


LONG = ("campaigns", "playground_page", "words", "understanding")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """What a test writes lies in memory, too: nobody waits for a disk to keep it."""
    if config.option.basetemp is None and (memory := _memory()):
        folder = TemporaryDirectory(prefix="rapport-", dir=memory)
        config.add_cleanup(folder.cleanup)
        config.option.basetemp = Path(folder.name) / "tests"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, or one worker would still be at it when the others have gone home."""
    items.sort(key=lambda item: item.path.parent.name not in LONG)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Tests are no garbage: half a million objects that stay are not looked through again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI says so, a skipped test is a failure: it would hide a missing step."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter is not None else []
    if skipped and os.environ.get("RAPPORT_NO_SKIPS"):
        reporter.write_line(f"{len(skipped)} skipped, and CI allows none", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def keys() -> None:
    """The keys of sealed columns belong to the process; a test that changed them must not leave that to the next."""
    configure(KEYRING)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    # Not below pytest's own folder: the next run as root closes that to others, and PostgreSQL runs as somebody else.
    with TemporaryDirectory(prefix="rapport-", dir=_memory()) as folder, Databases(Path(folder)) as found:
        yield found


def _memory() -> str | None:
    """Where there is plenty: stories commit ten thousand times, and no disk need keep what they write."""
    shared = Path("/dev/shm")
    return str(shared) if shared.is_dir() and shutil.disk_usage(shared).free > 4 * 2**30 else None


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
    return Path(__file__).resolve().parents[1] / "templates"
