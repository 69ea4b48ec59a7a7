"""The keys of sealed columns: from the environment, or from a file that is made at the first start."""

import os
from pathlib import Path

from bot.core.database import address, prepare_folder
from bot.core.errors import Misconfigured
from bot.core.privacy import Keyring, configure
from bot.core.settings import Settings


def unlock(settings: Settings) -> None:
    """Give the sealed columns their keys. Raises Misconfigured when a key is wrong or its file cannot be made."""
    given = settings.secret_keys.get_secret_value() if settings.secret_keys else _from_file(settings)
    configure(Keyring.parse(given))


def key_file(settings: Settings) -> Path:
    """Where the keys are when the environment names none: beside the SQLite file, else in var/."""
    url = address(settings.database_url)
    folder = Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else Path("var")
    return folder / "secret.keys"


def _from_file(settings: Settings) -> str:
    path = key_file(settings)
    prepare_folder(path)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise Misconfigured(f"cannot write {path}; set RAPPORT_SECRET_KEYS instead") from error
    with os.fdopen(handle, "w") as file:
        key = Keyring.new_key()
        file.write(key + "\n")
    return key
