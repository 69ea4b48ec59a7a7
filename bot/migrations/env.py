"""How alembic runs inside Rapport: on a connection it is handed, one transaction a migration."""

from collections.abc import Collection, Mapping
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from bot.migrations import support
from bot.migrations.tables import metadata


def _render(kind: str, item: Any, autogen: Any) -> str | bool:
    # Our own column types are written as what the database sees, so that old migrations never import changed code.
    if kind == "type" and isinstance(item, TypeDecorator) and type(item).__module__.startswith("bot."):
        autogen.imports.add(f"from {type(item).__module__} import {type(item).__name__}")
        return f"{type(item).__name__}()"
    return False


def _is_ours(name: str | None, kind: str, _: Any) -> bool:
    return not (kind == "table" and name == support.NAME)


def _applied(ctx: MigrationContext, step: MigrationInfo, heads: Collection[Any], run_args: Mapping[str, Any]) -> None:
    if step.is_upgrade and ctx.connection is not None and step.up_revision_id is not None:
        support.note(ctx.connection, context.script, step.up_revision_id)


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=metadata(), render_item=_render, compare_type=True,  # type: ignore[arg-type]
        render_as_batch=connection.dialect.name == "sqlite", transaction_per_migration=True,
        include_name=_is_ours, on_version_apply=_applied,
    )  # fmt: skip
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
