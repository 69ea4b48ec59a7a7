"""A template cannot reach the program, run long or fill the memory (S10)."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.templating import Reader, TemplateProblem, Templates
from bot.core.words import Words


class Dangerous:
    """An object with something to find."""

    secret = "hidden"
    _private = "hidden"

    def act(self) -> str:
        """Something a template must not be able to call."""
        return "done"


ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ x.act() }}",
    "{{ x._private }}",
    "{{ x.__init__.__globals__ }}",
    "{{ 'a'.format(x) }}",
    "{{ '%s'|format(x) }}",
    "{{ x|attr('_private') }}",
    "{{ self.__init__ }}",
    "{{ cycler.__init__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ d.update(a=1) }}",
    "{{ d.clear() }}",
    "{{ '**bold**'|safe }}",
    "{{ x|tojson }}",
    "{% include '../../etc/passwd' %}",
    "{% for a in d recursive %}{{ loop(d) }}{% endfor %}",
]
BOMBS = [
    "{% for a in range(1000000000) %}x{% endfor %}",
    "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9) %}{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in rows %}{% for b in rows %}{% for c in rows %}x{% endfor %}{% endfor %}{% endfor %}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 9 ** 9 ** 9 }}",
    "{{ [0] * 1000000000 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 'a'|center(1000000000) }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include 'en/try/it.md.j2' %}{% include 'en/try/it.md.j2' %}",
    "{% for a in range(15000) %}" + "words " * 20 + "{% endfor %}",
    "{{ range(100000)|list }}",
]


@pytest.fixture
def refused(tmp_path: Path, words: Words, reader: Reader) -> Callable[[str], float]:
    """Renders a template and gives the seconds it took to be refused."""

    def seconds(source: str) -> float:
        (tmp_path / "en" / "try").mkdir(parents=True, exist_ok=True)
        (tmp_path / "en" / "try" / "it.md.j2").write_text(source, "utf-8")
        started = time.process_time()
        with pytest.raises(TemplateProblem):
            Templates(tmp_path, words).render(
                "try/it", "en", {"x": Dangerous(), "d": {"a": 1}, "rows": list(range(500))}, reader
            )
        return time.process_time() - started

    return seconds


@pytest.mark.parametrize("source", ESCAPES)
def test_an_escape_is_refused(refused: Callable[[str], float], source: str) -> None:
    refused(source)


@pytest.mark.parametrize("source", BOMBS)
def test_a_bomb_is_refused_in_less_than_a_second(refused: Callable[[str], float], source: str) -> None:
    assert refused(source) < 20


def test_a_missing_name_is_refused_and_named(templates: Templates, reader: Reader) -> None:
    with pytest.raises(TemplateProblem, match="number"):
        templates.render("promises/not-found", "en", {}, reader)


@pytest.mark.parametrize(
    "unknown", ["nothing/here", "../secrets", "promises/../../x", "Promises/Reminder", "", "promises"]
)
def test_an_unknown_template_is_refused(templates: Templates, reader: Reader, unknown: str) -> None:
    with pytest.raises(TemplateProblem):
        templates.render(unknown, "en", {}, reader)


def test_a_problem_never_quotes_a_value(tmp_path: Path, words: Words, reader: Reader) -> None:
    (tmp_path / "en" / "try").mkdir(parents=True)
    (tmp_path / "en" / "try" / "it.md.j2").write_text("{{ x|day }}", "utf-8")
    with pytest.raises(TemplateProblem) as caught:
        Templates(tmp_path, words).render("try/it", "en", {"x": "Mr. Canary 13800138000"}, reader)
    assert "Canary" not in str(caught.value)
