"""The beginning and the anchors of the audit log, and the guards that let nobody rewrite it.

Lines older than their retention are pruned from the front: the base keeps the seal the rest of the chain begins with,
and a line of the chain itself says so. An anchor is (position, seal) of a day, kept outside the database as well,
because a tail that was cut off cannot be seen from the chain alone.
"""

from datetime import date, datetime

from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.core.database import Base


class AuditBase(Base):
    """Up to where the chain was pruned, and the seal of the last pruned line."""

    __tablename__ = "audit_base"
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seal: Mapped[str]
    at: Mapped[datetime]


class AuditAnchor(Base):
    """How far the chain had come on a day (UTC)."""

    __tablename__ = "audit_anchor"
    day: Mapped[date] = mapped_column(primary_key=True)
    position: Mapped[int]
    seal: Mapped[str]


def base(session: Session) -> AuditBase | None:
    """Where the chain begins; None if nothing was ever pruned."""
    return session.scalars(select(AuditBase).order_by(AuditBase.position.desc()).limit(1)).first()


REFUSED = "the audit log is append-only"
_SAME = ("id", "created_at", "actor_id", "actor_name", "verb", "subject_kind", "subject_id", "details")
_PRUNED = "COALESCE((SELECT max(position) FROM audit_base), 0)"
_SQLITE = {
    "audit_line_no_update": f"""
        BEFORE UPDATE ON audit_line
        WHEN OLD.seal IS NOT NULL OR {" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _SAME)}""",
    "audit_line_no_delete": f"""
        BEFORE DELETE ON audit_line WHEN OLD.position IS NULL OR OLD.position > {_PRUNED}""",
    "audit_base_no_update": "BEFORE UPDATE ON audit_base",
    "audit_base_no_delete": "BEFORE DELETE ON audit_base",
}
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION rapport_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_line' THEN
    IF OLD.position <= {_PRUNED} THEN RETURN OLD; END IF;
  ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'audit_line' THEN
    IF OLD.seal IS NULL AND to_jsonb(NEW) - 'position' - 'seal' = to_jsonb(OLD) - 'position' - 'seal' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '{REFUSED}';
END $$"""
_POSTGRESQL = {
    "audit_line_guard": "BEFORE UPDATE OR DELETE ON audit_line FOR EACH ROW",
    "audit_line_truncate": "BEFORE TRUNCATE ON audit_line FOR EACH STATEMENT",
    "audit_base_guard": "BEFORE UPDATE OR DELETE ON audit_base FOR EACH ROW",
    "audit_base_truncate": "BEFORE TRUNCATE ON audit_base FOR EACH STATEMENT",
}


def guard(connection: Connection) -> None:
    """Put the guards into the database, if they are not there; lines can then be added and sealed once, no more."""
    if connection.dialect.name == "sqlite":
        there = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
        for name in sorted(set(_SQLITE) - there):
            refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            connection.execute(text(f"CREATE TRIGGER IF NOT EXISTS {name} {_SQLITE[name]} {refuse}"))
        return
    there = set(connection.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")))
    missing = sorted(set(_POSTGRESQL) - there)
    if missing:
        connection.execute(text(_FUNCTION))
    for name in missing:
        what = f"CREATE OR REPLACE TRIGGER {name} {_POSTGRESQL[name]} EXECUTE FUNCTION rapport_audit_guard()"
        connection.execute(text(what))


def unguard(connection: Connection) -> None:
    """Take the guards away again: what only whoever owns the database can do."""
    for name in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        where = "" if connection.dialect.name == "sqlite" else f" ON {name.rpartition('_')[0]}"
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}{where}"))
