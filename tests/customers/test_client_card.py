"""/client finds a customer and shows the file."""

from staging.world import World

from bot.customers import usecases as customers
from bot.customers.models import Customer, Holding


def test_a_short_name_shows_the_card_of_ones_own_customer(world: World) -> None:
    outcome = world.li.types("/client", "华东精工")

    assert outcome.ok
    assert "苏州华东精工机械有限公司" in world.li.hints()[-1]


def test_a_hidden_customer_and_none_at_all_read_the_same(world: World) -> None:
    hidden = world.li.types("/client", "Acme").text
    missing = world.li.types("/client", "Zzzz").text

    assert hidden.replace("Acme", "Zzzz") == missing


def test_the_form_speaks_the_readers_words_keeps_codes_and_empties_what_was_emptied(world: World) -> None:
    details = customers.Details(size="large", industry="C", region="苏州", holdings=["SCF", "XYZ-1"])
    with world.work(world.li) as work:
        customers.edit(work, world.huadong.id, details)
    world.li.types("/client", "华东精工")
    world.li.hands.presses(world.li.hands.sees()[-1], "customer.edit")
    shown = {block["block_id"]: block["element"].get("initial_value") for block in world.li.hands.open_modal.blocks}
    assert (shown["size"], shown["industry"], shown["holdings"]) == ("大型", "制造业", "供应链金融; XYZ-1")

    assert world.li.submits(region="", holdings="供应链金融; XYZ-1; guarantees").ok

    (kept,) = [one for one in world.all(Customer) if one.id == world.huadong.id]
    assert (kept.size, kept.industry, kept.region, kept.tier) == ("large", "C", None, "key")
    held = {one.product for one in world.all(Holding) if one.customer_id == kept.id}
    assert held == {"SCF", "XYZ-1", "GUARANTEE"}
