"""Many threads share few heaps; what stays for good is not looked through again and again; what waits is read a piece
at a time, or the heaps would keep the room that the largest backlog once took."""

import gc
import os
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import func, insert, select
from staging.world import World

from bot.core.audit import AuditLine
from bot.core.outbox import Notice, PersonPlace
from bot.core.outbox.model import Posting
from bot.main import memory, processor
from bot.main.serve import Service

COUNT_HEAPS = """
import ctypes, os, runpy, tempfile, threading
if {few}: assert runpy.run_path({module!r})["few_arenas"]()
gate = threading.Barrier(12)
def work():
    kept = [bytearray(2000) for _ in range(500)]
    gate.wait()
threads = [threading.Thread(target=work) for _ in range(12)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
name = tempfile.mktemp()
stream = ctypes.c_void_p(libc.fopen(name.encode(), b"w"))
libc.malloc_info(0, stream), libc.fclose(stream)
print(open(name).read().count("<heap nr")), os.unlink(name)
"""

READ_A_REQUEST = """
import ctypes, runpy
libc = ctypes.CDLL(None)
class Figures(ctypes.Structure): _fields_ = [(name, ctypes.c_size_t) for name in "abcdefghij"]
libc.mallinfo2.restype, libc.malloc.restype = Figures, ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
libc.free(libc.malloc(8_000_000))
if {few}: assert runpy.run_path({module!r})["few_arenas"]()
before = libc.mallinfo2().d
piece = libc.malloc(256 * 1024 + 33)
print(libc.mallinfo2().d - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the switch is glibc's")
def test_what_a_request_is_read_into_is_taken_from_no_heap_though_large_pieces_were_freed_before() -> None:
    assert (run(READ_A_REQUEST, few=True), run(READ_A_REQUEST, few=False)) == (1, 0)


def run(code: str, few: bool) -> int:
    code = code.format(few=few, module=memory.__file__)
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the switch is glibc's")
def test_twelve_threads_fill_two_heaps_and_not_one_each() -> None:
    assert run(COUNT_HEAPS, few=True) <= 2 < run(COUNT_HEAPS, few=False)


def test_the_search_for_garbage_passes_over_what_a_warm_program_keeps() -> None:
    kept = [[] for _ in range(1000)]
    memory.spare_what_stays()
    fresh: list[list[int]] = []
    looked_through = {id(one) for one in gc.get_objects()}
    assert id(fresh) in looked_through
    assert not looked_through & {id(one) for one in kept}


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="nobody can choose there")
def test_a_thread_that_answers_stays_on_one_processor_and_leaves_the_others_alone() -> None:
    found = dict[str, set[int]]()

    def answers() -> None:
        processor.stay(1)
        started = threading.Thread(target=lambda: found.update(started=os.sched_getaffinity(0)))
        started.start()
        started.join()
        found["answers"] = os.sched_getaffinity(0)

    before = os.sched_getaffinity(0)
    thread = threading.Thread(target=answers)
    thread.start()
    thread.join()
    wanted = {sorted(before)[1 % len(before)]}
    assert found == {"answers": wanted, "started": wanted}
    assert os.sched_getaffinity(0) == before


MANY = 2000


def pile_up(world: World, number: int) -> None:
    """So many lines to seal, and as many late messages for one person."""
    with world.rapport.workshop.open() as work:
        line = {
            "created_at": work.now, "actor_name": "nobody", "verb": "customers.shown", "subject_kind": "customer",
            "subject_id": 1, "details": {"fields": ["phone"]},
        }  # fmt: skip
        work.session.execute(insert(AuditLine), [line] * number)
        data = {"rows": ["\u534e\u4e1c\u7cbe\u5de5"], "count": 1, "more": 0}
        work.post(Notice("core/folded", PersonPlace(world.li.id), f"late:{number}", data=data))
        row = work.session.execute(select(Posting.__table__).order_by(Posting.id.desc()).limit(1)).mappings().one()
        # Whatever a message says may be folded, but what was folded already.
        row = {**row, "template": "core/possible-repeat"}
        work.session.execute(insert(Posting), [{**row, "id": None, "once": f"{number}:{one}"} for one in range(number)])
    world.clock.forward(hours=1)


def peak(call: Callable[[], object]) -> int:
    """KB that it takes at most."""
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    call()
    return (tracemalloc.get_traced_memory()[1] - before) // 1024


def test_no_clock_and_no_sender_takes_more_memory_the_more_waits(world: World) -> None:
    ticks, sender = Service(world.rapport).ticks, world.rapport.sender
    rounds: dict[str, Callable[[], object]] = {name: partial(ticks.run, name) for name in ticks.ages()}
    rounds["sender"] = partial(sender.run_once, 1)
    most: dict[int, dict[str, int]] = {}
    for number in (50, MANY):
        pile_up(world, number)
        tracemalloc.start()
        most[number] = {name: peak(call) for name, call in rounds.items()}
        tracemalloc.stop()

    with world.work() as work:
        assert (work.session.scalar(select(func.count()).where(Posting.state == "folded")) or 0) > MANY
        assert not work.session.scalars(select(AuditLine.id).where(AuditLine.seal.is_(None))).all()
    grown = {name: (kb, most[50][name]) for name, kb in most[MANY].items() if kb > most[50][name] + 500}
    assert not grown, "(KB now, KB with 50 waiting)"
