"""The composed program: build it, serve it, migrate its database."""

from bot.main.compose import Rapport, build, handlers_table, workshop

__all__ = ["Rapport", "build", "handlers_table", "workshop"]
