"""Names with a slip of the finger: one wrong, missing, doubled or swapped character; two in long Latin names."""

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from bot.customers.folding import Compact, is_chinese


def near(seen: Compact, form: str, places: list[int], from_start: bool) -> Iterator[tuple[int, int, float]]:
    """Stretches of the line that are nearly `form`; `places` is where its first or last characters were seen.

    The score is below what is taken without asking unless the name is long and stands at the head of the line.
    """
    chinese = is_chinese(form[0])
    slips = 2 if not chinese and len(form) >= 10 else 1
    for place in places:
        best: tuple[int, int, int] | None = None
        for size in range(len(form) - slips, len(form) + slips + 1):
            start, end = (place, place + size) if from_start else (place - size, place)
            if start < 0 or end > len(seen.text) or not (chinese or {start, end} <= seen.breaks):
                continue
            slip = OSA.distance(seen.text[start:end], form, score_cutoff=slips)
            if slip <= slips and (best is None or slip < best[0]):
                best = (slip, start, end)
        if best is not None and best[0] > 0:
            strong = len(form) >= (5 if chinese else 8) and best[1] == 0 and best[0] == 1
            yield best[1], best[2], 0.9 if strong else 0.75 - 0.1 * (best[0] - 1)
