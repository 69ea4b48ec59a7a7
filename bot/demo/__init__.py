"""A bank branch to try Rapport with: thirteen colleagues, sixty customers, two months of visits and promises."""

from bot.demo.people import PEOPLE, Colleague
from bot.demo.staging import is_loaded, load, strangers

__all__ = ["PEOPLE", "Colleague", "is_loaded", "load", "strangers"]
