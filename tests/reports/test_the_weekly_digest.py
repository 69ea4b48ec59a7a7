"""The last working day of the week, at half past four."""

from collections.abc import Callable

from staging.world import World, text_of

from bot.promises import usecases


def test_it_tells_what_was_kept_and_what_next_week_holds(world: World, promise: Callable) -> None:
    kept = promise(world.li, "送报价", "2026-11-25 18:00")
    promise(world.li, "寄合同", "2026-11-26 18:00")
    for number in range(9):
        promise(world.li, f"第{number}件", "2026-11-30 18:00")
    with world.work(world.li) as work:
        usecases.keep(work, kept.id)
    world.clock.to("2026-11-27 16:00")
    world.run("reports.digests")
    before = len(world.li.messages())
    world.clock.to("2026-11-27 16:30")
    world.run("reports.digests", times=2)
    assert len(world.li.messages()) == before + 1
    words = world.li.last_words()
    assert "本周到期 2 条承诺：按时完成 1 条（50%）" in words
    assert "11月30日 周一：9 条 ⚠️" in words


def test_it_comes_on_thursday_when_friday_is_a_holiday(world: World, promise: Callable) -> None:
    """In London Good Friday is 26 March 2027."""
    world.clock.to("2027-03-22 12:00", "+00:00")
    promise(world.emma, "send the offer", "2027-03-24 18:00", zone="+00:00")
    with world.work(world.admin) as work:
        from bot.directory import usecases as directory

        directory.prefer(work, "calendar", "GB")
    world.clock.to("2027-03-25 16:30", "+00:00")
    world.run("reports.digests")
    assert "Your week" in " ".join(text_of(one) for one in world.emma.messages())
