"""The rules of docs/architecture.md that a linter cannot express."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot import wiring
from bot.main import handlers_table
from bot.main.manifest import manifest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path for folder in ("bot", "handlers") for path in (ROOT / folder).rglob("*.py") if "versions" not in path.parts
)
OURS = ("bot", "handlers")


def name_of(path: Path) -> str:
    """Path inside the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def syntax(path: Path) -> list[ast.AST]:
    """Every syntax node of a file."""
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


@pytest.fixture(autouse=True, scope="module")
def forget_the_syntax() -> Iterator[None]:
    yield
    syntax.cache_clear()


def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """Syntax nodes of the given kinds in a file."""
    return (node for node in syntax(path) if isinstance(node, kinds))


@cache
def imported(path: Path) -> set[str]:
    """Top packages a file imports."""
    found: set[str] = set()
    for node in nodes(path, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def under(path: Path, *places: str) -> bool:
    """Whether a file lies in one of the places."""
    return any(name_of(path) == place or name_of(path).startswith(place.rstrip("/") + "/") for place in places)


def test_no_module_is_longer_than_300_lines() -> None:
    long = {name_of(path): lines for path in SOURCES if (lines := path.read_text("utf-8").count("\n")) > 300}
    assert not long


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > 40
    ]
    assert not long


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = node.body[0]
    has_doc = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    doc = (first.end_lineno or first.lineno) - first.lineno + 1 if has_doc else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - doc


def test_our_own_code_is_imported_at_the_top_of_files() -> None:
    late = [
        f"{name_of(path)}:{inner.lineno}"
        for path in SOURCES
        if not under(path, "bot/cli")
        for function in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
        for inner in ast.walk(function)
        if isinstance(inner, ast.ImportFrom) and (inner.module or "").split(".")[0] in OURS
    ]
    assert not late


@pytest.mark.parametrize(
    ("package", "places"),
    [
        ("slack_bolt", ("bot/core/slack", "bot/main", "handlers/router.py", "bot/playground")),
        ("slack_sdk", ("bot/core/slack", "bot/main", "handlers/router.py", "bot/playground")),
        ("jinja2", ("bot/core/templating", "bot/playground")),
        ("apscheduler", ("bot/core/scheduler.py",)),
    ],
)
def test_a_library_stays_in_its_room(package: str, places: tuple[str, ...]) -> None:
    assert [name_of(path) for path in SOURCES if package in imported(path) and not under(path, *places)] == []


def test_handlers_know_no_sql() -> None:
    assert [name_of(path) for path in SOURCES if under(path, "handlers") and "sqlalchemy" in imported(path)] == []


@pytest.mark.parametrize(
    ("pattern", "places"),
    [
        (r"\.commit\(\)", ("bot/core/work.py", "bot/main/migrate.py")),
        (r"datetime\.(now|utcnow|today)\(|date\.today\(", ("bot/core/clock.py",)),
        (r"time\.sleep\(", ()),
        (r"(?<![\w.])print\(", ()),
    ],
)
def test_a_forbidden_call_stays_away(pattern: str, places: tuple[str, ...]) -> None:
    found = [
        f"{name_of(path)}:{number}"
        for path in SOURCES
        if not under(path, *places)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if re.search(pattern, line.split("  #")[0])
    ]
    assert not found


def test_everything_is_caught_only_where_the_house_ends() -> None:
    broad = [
        f"{name_of(path)}:{handler.lineno}"
        for path in SOURCES
        if not under(path, "bot/playground", "bot/cli")
        for handler in nodes(path, ast.ExceptHandler)
        if isinstance(handler, ast.ExceptHandler)
        and (handler.type is None or getattr(handler.type, "id", "") in {"Exception", "BaseException"})
    ]
    assert len(broad) <= 3, broad


def test_the_manifest_is_what_the_code_uses() -> None:
    written = json.loads((ROOT / "manifest.json").read_text("utf-8"))
    assert written == manifest(handlers_table()), "run: python -m bot manifest > manifest.json"


def test_every_fact_is_heard() -> None:
    facts = {
        (path.parent.name, kind.name)
        for path in (ROOT / "bot").glob("*/facts.py")
        for kind in nodes(path, ast.ClassDef)
        if isinstance(kind, ast.ClassDef)
    }
    heard = {(fact.__module__.split(".")[1], fact.__name__) for fact in wiring.SUBSCRIPTIONS}
    assert facts == heard


def slices() -> list[str]:
    """Packages of the capabilities."""
    return [
        path.parent.name
        for path in (ROOT / "bot").glob("*/models.py")
        if path.parent.name not in {"core", "migrations"}
    ]


@pytest.mark.parametrize("capability", slices())
def test_every_capability_has_tests_and_words_in_each_language(capability: str) -> None:
    assert list((ROOT / "tests" / capability).glob("test_*.py")), "no tests"
    for language in ("zh-CN", "en"):
        assert list((ROOT / "templates" / language / capability).glob("*.md.j2")), f"no templates in {language}"


@pytest.mark.parametrize("capability", [name for name in slices() if name not in {"directory", "reports"}])
def test_every_capability_has_a_guide_page_in_each_language(capability: str) -> None:
    for language in ("zh-CN", "en"):
        assert (ROOT / "docs" / "guide" / language / f"{capability}.md").is_file()


def test_every_setting_of_a_policy_pack_is_read() -> None:
    rules, checking = ROOT / "bot/core/policy", re.compile("model_validator|model_serializer")
    read = {
        node.attr
        for path in SOURCES
        if not under(path, "bot/core/policy")
        for node in nodes(path, ast.Attribute)
        if isinstance(node, ast.Attribute)
    }
    settings: dict[str, str] = {}
    for path in sorted(rules.glob("*.py")):
        for kind in nodes(path, ast.ClassDef):
            assert isinstance(kind, ast.ClassDef)
            for part in kind.body:
                if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                    settings[part.target.id] = f"{path.name} {kind.name}.{part.target.id}"
                elif isinstance(part, ast.FunctionDef) and not any(
                    checking.search(ast.unparse(mark)) for mark in part.decorator_list
                ):
                    read |= {node.attr for node in ast.walk(part) if isinstance(node, ast.Attribute)}
    loading = {"extends"}
    assert len(settings) > 100
    assert not [place for name, place in settings.items() if name not in read | loading]
