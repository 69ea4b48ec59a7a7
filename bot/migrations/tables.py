"""Imports every models.py, so that the metadata knows every table."""

import importlib
import pkgutil

from sqlalchemy import MetaData

import bot
from bot.core.database import Base

TABLE_MODULES = (
    "models",
    "models_selling",
    "models_rules",
    "models_names",
    "model",
    "table",
    "inbox",
    "parcels",
    "history",
    "audit",
    "audit_base",
    "privacy_models",
)
"""Names of the modules tables live in."""


def metadata() -> MetaData:
    """The metadata of the whole house."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name.rpartition(".")[2] in TABLE_MODULES:
            importlib.import_module(module.name)
    return Base.metadata
