"""Many threads share few heaps; what stays for good is not looked through again and again."""

import gc
import os
import subprocess
import sys
import threading

import pytest

from bot.main import memory, processor

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


def heaps(few: bool) -> int:
    code = COUNT_HEAPS.format(few=few, module=memory.__file__)
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the switch is glibc's")
def test_twelve_threads_fill_two_heaps_and_not_one_each() -> None:
    assert heaps(few=True) <= 2 < heaps(few=False)


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
