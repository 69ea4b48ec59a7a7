"""The project's own templates, words and samples, and readers of them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.templating import Reader, Templates
from bot.core.templating.samples import Samples
from bot.core.words import Words

ROOT = Path(__file__).resolve().parents[2] / "templates"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def words(root: Path) -> Words:
    return Words(root, strict=True)


@pytest.fixture(scope="session")
def templates(root: Path, words: Words) -> Templates:
    return Templates(root, words)


@pytest.fixture(scope="session")
def samples(root: Path) -> Samples:
    return Samples(root)


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader("zh-CN", ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 23, 1, tzinfo=UTC))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`key` and `language` run over every message and language there is."""
    languages, keys = everything()
    if "key" in metafunc.fixturenames:
        metafunc.parametrize("key", keys, scope="module")
    if "language" in metafunc.fixturenames:
        metafunc.parametrize("language", languages, scope="module")


@cache
def everything() -> tuple[Sequence[str], Sequence[str]]:
    """The languages, and the keys of all messages that any of them has."""
    words = Words(ROOT)
    templates = Templates(ROOT, words)
    return words.languages, sorted(set().union(*(templates.keys(language) for language in words.languages)))
