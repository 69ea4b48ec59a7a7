"""Labels by key, in every language; locales; broken files."""

from pathlib import Path

import pytest

from bot.core.errors import Misconfigured
from bot.core.words import UnknownWord, Words, normalise_locale


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language, text in {
        "en": 'hello = "Hello {name}"\nonly_english = "yes"\nn = { one = "{n} day", other = "{n} days" }\n',
        "zh-CN": 'hello = "{name},您好"\nn = "{n}天"\ndays = ["一", "二"]\n',
    }.items():
        (tmp_path / language / "visits").mkdir(parents=True)
        (tmp_path / language / "words.toml").write_text(text, "utf-8")
        (tmp_path / language / "visits" / "words.toml").write_text('[channel]\nphone = "p"\nmail = "m"\n', "utf-8")
    return tmp_path


def test_a_word_is_found_with_its_gaps_filled_and_its_number_agreeing(folder: Path) -> None:
    words = Words(folder)
    assert words.get("en", "hello", name="{n} Li") == "Hello {n} Li"
    assert [words.get("en", "n", n=n) for n in (1, 2)] == ["1 day", "2 days"]
    assert words.get("zh-CN", "n", n=1) == "1天"


def test_a_capabilitys_words_stand_under_its_name_in_their_order(folder: Path) -> None:
    assert Words(folder).below("en", "visits.channel") == {"phone": "p", "mail": "m"}


def test_a_word_missing_in_one_language_is_answered_in_another_unless_strict(folder: Path) -> None:
    assert Words(folder).get("zh-CN", "only_english") == "yes"
    with pytest.raises(UnknownWord):
        Words(folder, strict=True).get("zh-CN", "only_english")


def test_a_word_of_no_language_or_without_its_value_is_an_error(folder: Path) -> None:
    words = Words(folder)
    for key in ("nothing", "hello", "days"):
        with pytest.raises(UnknownWord):
            words.get("zh-CN", key)


def test_a_broken_file_names_itself(folder: Path) -> None:
    (folder / "en" / "words.toml").write_text("x = = 1", "utf-8")
    with pytest.raises(Misconfigured, match=r"words\.toml"):
        Words(folder)
    (folder / "en" / "words.toml").write_text("x = 1", "utf-8")
    with pytest.raises(Misconfigured, match="x must be"):
        Words(folder)


def test_a_folder_without_languages_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="no language"):
        Words(tmp_path)


@pytest.mark.parametrize(
    ("locale", "found"),
    [
        ("zh-CN", "zh-CN"),
        ("zh_TW", "zh-CN"),
        ("zh-Hans-CN", "zh-CN"),
        ("ZH", "zh-CN"),
        ("en-GB", "en"),
        ("en", "en"),
        ("fr-FR", "en"),
        ("", "en"),
        (None, "en"),
        ("zhx", "en"),
    ],
)
def test_a_locale_becomes_a_language_we_have(locale: str | None, found: str) -> None:
    assert normalise_locale(locale) == found


def test_a_default_that_does_not_exist_falls_to_the_first_language() -> None:
    assert normalise_locale("fr", ("de",), default="en") == "de"
