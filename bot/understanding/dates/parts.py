"""Parts of the day in both languages, local wall clock. 中午 and noon are an instant and live with the clocks."""

from __future__ import annotations

from datetime import time

from bot.understanding.dates.spans import Part

DAWN = Part(time(0, 0), time(6, 0))
MORNING = Part(time(6, 0), time(12, 0))
MIDDAY = Part(time(12, 0), time(13, 0))
AFTERNOON = Part(time(12, 0), time(18, 0))
DUSK = Part(time(17, 0), time(19, 0))
EVENING = Part(time(18, 0), time(23, 59))

PARTS: dict[str, Part] = {
    **dict.fromkeys(("凌晨", "后半夜"), DAWN),
    **dict.fromkeys(
        (
            "早上",
            "早晨",
            "清晨",
            "清早",
            "一大早",
            "一早",
            "大清早",
            "早",
            "晨",
            "上午",
            "午前",
            "上昼",
            "上晝",
            "朝早",
            "朝",
        ),
        MORNING,
    ),
    **dict.fromkeys(("中午", "正午", "午间", "晌午", "午"), MIDDAY),
    **dict.fromkeys(("下午", "午后", "下昼", "下晝", "晏昼", "晏晝", "后晌"), AFTERNOON),
    "傍晚": DUSK,
    **dict.fromkeys(("晚上", "晚间", "晚", "夜", "夜里", "夜间", "夜晚", "深夜", "半夜", "当晚"), EVENING),
    **dict.fromkeys(("morning", "morn", "am"), MORNING),
    **dict.fromkeys(("afternoon", "arvo", "aft", "pm"), AFTERNOON),
    **dict.fromkeys(("evening", "night", "nite", "eve"), EVENING),
    **dict.fromkeys(("teatime", "tea time"), Part(time(16, 0), time(18, 0))),
    **dict.fromkeys(("lunchtime", "lunch time", "lunch"), MIDDAY),
}
