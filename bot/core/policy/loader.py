"""Reads policy packs from TOML, lets one extend another, and says in one line what is wrong and what to do."""

from __future__ import annotations

import difflib
import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.core.errors import Misconfigured
from bot.core.policy.pack import Pack

DEFAULT_PACK = "generic-enterprise"
_SHIPPED = Path(str(files("bot.core.policy"))) / "packs"


class PackError(Misconfigured):
    """A pack that cannot be used. `lines` holds one sentence per fault: file, key, what is wrong, what to do."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def available() -> list[str]:
    """Names of the shipped packs, sorted."""
    return sorted(path.stem for path in _SHIPPED.glob("*.toml"))


@lru_cache(maxsize=32)
def load_pack(name_or_path: str = DEFAULT_PACK) -> Pack:
    """The validated pack of that name, or from that TOML file; cached for the life of the process.

    Raises PackError when the file is missing, cannot be read, or breaks a rule of the pack format.
    """
    path = _find(name_or_path)
    merged = _merged(path, ())
    try:
        return Pack.model_validate(merged)
    except ValidationError as problem:
        raise PackError([_sentence(path.name, error) for error in problem.errors()]) from None


def _find(name: str) -> Path:
    is_path = "/" in name or "\\" in name or name.endswith(".toml")
    path = Path(name) if is_path else _SHIPPED / f"{name}.toml"
    if path.is_file():
        return path
    near = difflib.get_close_matches(name, available(), n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"choose {', '.join(available())} or give the path of a .toml file"
    raise PackError([f"{name}: no such policy pack: {hint}"])


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise PackError([f"{path.name}: not readable as TOML: {problem}: correct that place and start again"]) from None
    except UnicodeDecodeError:
        raise PackError([f"{path.name}: not UTF-8 text: save the file as UTF-8"]) from None
    except OSError as problem:
        raise PackError([f"{path.name}: cannot be opened: {problem.strerror}: check path and permissions"]) from None


def _merged(path: Path, below: tuple[Path, ...]) -> dict[str, Any]:
    if path.resolve() in below:
        raise PackError([f"{path.name}: extends: packs extend each other in a circle: remove one `extends`"])
    own = _read(path)
    parent = own.get("extends")
    removed = own.pop("remove", [])
    if parent is None:
        return own
    if not isinstance(parent, str):
        raise PackError([f'{path.name}: extends: must be the name of one pack, for example extends = "cn-bank"'])
    base = _merged(_parent(path, parent), (*below, path.resolve()))
    for key in removed:
        _drop(base, str(key), path.name)
    return _over(base, own, path.name, ())


def _parent(path: Path, name: str) -> Path:
    beside = path.parent / f"{name}.toml"
    try:
        return beside if beside.is_file() and beside.resolve() != path.resolve() else _find(name)
    except PackError as problem:
        raise PackError([f"{path.name}: extends: {line}" for line in problem.lines]) from None


def _drop(base: dict[str, Any], key: str, file: str) -> None:
    *tables, last = key.split(".")
    place: Any = base
    for table in tables:
        place = place.get(table) if isinstance(place, dict) else None
    if not isinstance(place, dict) or last not in place:
        raise PackError([f'{file}: remove: the extended pack has no "{key}": correct the name or leave it out'])
    del place[last]


def _over(base: dict[str, Any], own: dict[str, Any], file: str, place: tuple[str, ...]) -> dict[str, Any]:
    plain = [key for key, value in own.items() if not isinstance(value, dict)]
    unsaid = [key for key in ("source", "reviewed_on", "mark") if key not in own]
    if "source" in base and plain and unsaid:
        where = ".".join(place)
        raise PackError([f"{file}: {where}: changes a rule without saying on what ground: add {', '.join(unsaid)}"])
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        nested = isinstance(below, dict) and isinstance(value, dict)
        merged[key] = _over(dict(below or {}), value, file, (*place, key)) if nested else value
    return merged


def _sentence(file: str, error: ErrorDetails) -> str:
    place = ".".join(str(part) for part in error["loc"]) or "the pack"
    return f"{file}: {place}: {_advice(error)}"


def _advice(error: ErrorDetails) -> str:
    given, kind, context = error.get("input"), error["type"], error.get("ctx", {})
    if kind == "missing":
        return "is missing: add it (the shipped packs show an example)"
    if kind == "extra_forbidden":
        return f"is not a key of a pack: {_did_you_mean(error)}"
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if "expected" in context:
        return f'"{given}" is not possible: write {context["expected"]}'
    if kind == "string_pattern_mismatch":
        return f'"{given}" is not possible: write it so that it fits {context.get("pattern")}'
    shown = f'"{given}"' if isinstance(given, str | int | float | bool) else "this value"
    return f"{shown} is not possible ({error['msg']}): correct the value"


def _did_you_mean(error: ErrorDetails) -> str:
    *tables, last = (str(part) for part in error["loc"])
    known = _keys(tables)
    near = difflib.get_close_matches(last, known, n=1)
    return f'did you mean "{near[0]}"?' if near else f"remove it; known here: {', '.join(known)}"


def _keys(tables: list[str]) -> list[str]:
    """The keys a pack knows at that place, found by walking the models as the error's location walks the file."""
    model: type[BaseModel] = Pack
    for table in tables:
        field = model.model_fields.get(table)
        inner = _model_in(field.annotation) if field else None
        model = inner or model
    return sorted(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, BaseModel) else None
    inside = [_model_in(part) for part in getattr(annotation, "__args__", ())]
    return next((model for model in inside if model), None)
