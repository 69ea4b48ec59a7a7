"""The project's own templates, words and samples, and readers of them."""

from datetime import UTC, datetime
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


@pytest.fixture
def reader() -> Reader:
    return Reader("zh-CN", ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 23, 1, tzinfo=UTC))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`key` and `language` run over every message and language there is."""
    words = Words(ROOT)
    if "key" in metafunc.fixturenames:
        templates = Templates(ROOT, words)
        keys = sorted(set().union(*(templates.keys(language) for language in words.languages)))
        metafunc.parametrize("key", keys)
    if "language" in metafunc.fixturenames:
        metafunc.parametrize("language", words.languages)
