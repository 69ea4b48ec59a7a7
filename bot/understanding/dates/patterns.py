"""Compiling the grammar's patterns so that no text makes them slow."""

from __future__ import annotations

import re


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern with every run of blanks bounded to four: no text can make one backtrack over a page of spaces."""
    return re.compile(pattern.replace(r"\s*", r"\s{0,4}").replace(r"\s+", r"\s{1,4}"), re.ASCII)


# 问一下周三的安排: 一下 is "a little", and 下 no "next"; 周一下周二 is two days.
NOT_A_BIT = r"(?<![^周期拜]一)"
