"""Alembic: every change of the tables, tested from empty on SQLite and PostgreSQL."""
