"""/client finds a customer and shows the file."""

from staging.world import World


def test_a_short_name_shows_the_card_of_ones_own_customer(world: World) -> None:
    outcome = world.li.types("/client", "华东精工")

    assert outcome.ok
    assert "苏州华东精工机械有限公司" in world.li.hints()[-1]


def test_a_hidden_customer_and_none_at_all_read_the_same(world: World) -> None:
    hidden = world.li.types("/client", "Acme").text
    missing = world.li.types("/client", "Zzzz").text

    assert hidden.replace("Acme", "Zzzz") == missing
