"""A disk that forgets: everything SQLite writes is noted, and after a cut only what was synced is sure to be there.

A VFS of our own is put over SQLite's, by the library's C interface: writes, truncations and syncs of each file are
written down in their order. `after_cut` then builds the files as a power cut at that point may have left them: what came
before a file's last sync is there, of what came after each 512-byte sector is there or not. That a created file has its
name in the folder is taken for granted.
"""

import _sqlite3
import ctypes as c
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SECTOR = 512
_P = c.c_void_p
_IO = ["close", "read", "write", "truncate", "sync", "file_size", "lock", "unlock", "check_lock", "control", "sector", "device", "shm_map", "shm_lock", "shm_barrier", "shm_unmap", "fetch", "unfetch"]  # fmt: skip
_VFS = ["delete", "access", "full", "dl_open", "dl_error", "dl_sym", "dl_close", "randomness", "sleep", "time", "last_error", "time64", "set_call", "get_call", "next_call"]  # fmt: skip
_Open = c.CFUNCTYPE(c.c_int, _P, _P, _P, c.c_int, _P)
_Write = c.CFUNCTYPE(c.c_int, _P, _P, c.c_int, c.c_int64)
_Truncate = c.CFUNCTYPE(c.c_int, _P, c.c_int64)
_Sync = c.CFUNCTYPE(c.c_int, _P, c.c_int)
_Close = c.CFUNCTYPE(c.c_int, _P)


class _Methods(c.Structure):
    _fields_ = [("version", c.c_int), *((name, _P) for name in _IO)]


class _File(c.Structure):
    _fields_ = [("methods", c.POINTER(_Methods))]


class _Vfs(c.Structure):
    _fields_ = [
        ("version", c.c_int), ("size", c.c_int), ("longest", c.c_int), ("next", _P), ("name", c.c_char_p),
        ("data", _P), ("open", _P), *((name, _P) for name in _VFS),
    ]  # fmt: skip


class Disk:
    """What was done to the files of one folder, in order: ("w", file, place, bytes), ("t", file, size), ("s", file)."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = str(folder), list[tuple[Any, ...]]()
        self._files: dict[int, str] = {}
        self._tables: dict[int, _Methods] = {}
        self._kept: list[Any] = []

    def opened(self, address: int, name: str | None) -> None:
        """A file was opened: its methods are replaced by ours."""
        if name is None or not name.startswith(self.folder):
            return
        file = c.cast(address, c.POINTER(_File)).contents
        if file.methods:
            self._files[address] = name
            file.methods = c.pointer(self._wrapped(c.addressof(file.methods.contents)))

    def _wrapped(self, address: int) -> _Methods:
        known = self._tables.get(address)
        if known is not None:
            return known
        real = c.cast(address, c.POINTER(_Methods)).contents
        made = _Methods()
        c.memmove(c.byref(made), c.byref(real), c.sizeof(_Methods) if real.version >= 3 else _Methods.fetch.offset)
        write, truncate = _Write(real.write), _Truncate(real.truncate)
        sync, close = _Sync(real.sync), _Close(real.close)

        def on_write(file: int, data: int, size: int, place: int) -> int:
            self.log.append(("w", self._files[file], place, c.string_at(data, size)))
            return int(write(file, data, size, place))

        def on_truncate(file: int, size: int) -> int:
            self.log.append(("t", self._files[file], size))
            return int(truncate(file, size))

        def on_sync(file: int, flags: int) -> int:
            done = int(sync(file, flags))
            self.log.append(("s", self._files[file]))
            return done

        def on_close(file: int) -> int:
            return int(close(file))

        for name, function in (
            ("write", _Write(on_write)), ("truncate", _Truncate(on_truncate)), ("sync", _Sync(on_sync)),
            ("close", _Close(on_close)),
        ):  # fmt: skip
            self._kept.append(function)
            setattr(made, name, c.cast(function, _P))
        self._tables[address] = made
        return made

    def after_cut(self, at: int, start: dict[str, bytes], dice: random.Random) -> dict[str, bytes]:
        """The files as a cut after so many operations may have left them."""
        synced: dict[str, int] = {}
        for number, operation in enumerate(self.log[:at]):
            if operation[0] == "s":
                synced[operation[1]] = number
        files = {name: bytearray(content) for name, content in start.items()}
        for number, operation in enumerate(self.log[:at]):
            kind, name = operation[:2]
            content, sure = files.setdefault(name, bytearray()), number < synced.get(name, -1)
            if kind == "w":
                _put(content, operation[2], operation[3], None if sure else dice)
            elif kind == "t" and (sure or dice.random() < 0.5):
                del content[operation[2] :]
        return {name: bytes(content) for name, content in files.items()}


def _put(content: bytearray, place: int, data: bytes, dice: random.Random | None) -> None:
    size = SECTOR if dice is not None else len(data)
    for start in range(0, len(data), size or 1):
        if dice is not None and dice.random() < 0.5:
            continue
        piece, at = data[start : start + size], place + start
        if len(content) < at:
            content.extend(bytes(at - len(content)))
        content[at : at + len(piece)] = piece


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """Every database opened meanwhile is written through the forgetful disk."""
    library = c.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = c.POINTER(_Vfs)
    library.sqlite3_vfs_find.argtypes = [c.c_char_p]
    library.sqlite3_vfs_register.argtypes = library.sqlite3_vfs_unregister.argtypes = [_P]
    library.sqlite3_vfs_register.argtypes = [_P, c.c_int]
    real = library.sqlite3_vfs_find(None)
    made, found, opening = _Vfs(), Disk(folder), _Open(real.contents.open)
    c.memmove(c.byref(made), real, c.sizeof(_Vfs))

    def on_open(_: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        done = int(opening(c.cast(real, _P), name, file, flags, out))
        if done == 0:
            found.opened(file, c.string_at(name).decode() if name else None)
        return done

    function = _Open(on_open)
    made.name, made.next, made.open = b"powercut", None, c.cast(function, _P)
    library.sqlite3_vfs_register(c.byref(made), 1)
    try:
        yield found
    finally:
        library.sqlite3_vfs_register(c.cast(real, _P), 1)
        library.sqlite3_vfs_unregister(c.byref(made))
        KEPT.append((made, function, found))  # connections that are closed late still go through it


KEPT: list[Any] = []
