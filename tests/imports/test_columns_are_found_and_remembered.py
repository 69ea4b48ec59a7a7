"""`--map` says what a column holds, and is remembered for the next file of its kind."""

import pytest
from staging.lists import counts

from bot.core.errors import Refusal
from bot.core.tables import mapping_of


def test_a_mapping_goes_before_headings_and_is_remembered(bring) -> None:
    text = "Kollege,Name\na@b.example,Anna\n"
    assert counts(bring("people", text, mapping={"Kollege": "email"}).tally) == (1, 0, 0, 0)
    assert counts(bring("people", text).tally) == (0, 0, 1, 0)


def test_what_was_remembered_is_passed_over_where_the_file_does_not_have_it(bring) -> None:
    bring("people", "Kollege,Name\na@b.example,Anna\n", mapping={"Kollege": "email"})
    assert counts(bring("people", "email,name\nb@b.example,Ben\n").tally) == (1, 0, 0, 0)


def test_people_and_customers_remember_each_for_itself(bring) -> None:
    bring("people", "Wer,name\na@b.example,Anna\n", mapping={"Wer": "email"})
    with pytest.raises(Refusal) as refused:
        bring("customers", "Wer\nAcme\n")
    assert refused.value.key == "core/file-no-columns"


def test_a_dry_run_remembers_nothing(bring) -> None:
    bring("people", "email,Wer\na@b.example,Anna\n", mapping={"Wer": "name"}, dry=True)
    assert bring("people", "email,Wer\na@b.example,Anna\n").columns.unused == ("Wer",)


@pytest.mark.parametrize(
    ("mapping", "key"), [({"Nobody": "email"}, "core/map-no-column"), ({"Wer": "emial"}, "core/map-no-code")]
)
def test_a_mapping_that_fits_nothing_is_refused(bring, mapping: dict[str, str], key: str) -> None:
    with pytest.raises(Refusal) as refused:
        bring("people", "Wer,name\na@b.example,Anna\n", mapping=mapping)
    assert refused.value.key == key


def test_pairs_are_read_from_the_command_line() -> None:
    assert mapping_of(["Kunde=name", "a=b=code"]) == {"Kunde": "name", "a=b": "code"}
    with pytest.raises(Refusal):
        mapping_of(["Kunde"])


def test_a_file_that_names_nobody_is_refused_once_instead_of_in_every_row(bring) -> None:
    with pytest.raises(Refusal) as refused:
        bring("customers", "厂家,行业\n华东精工,制造业\n")
    assert refused.value.key == "core/file-no-key" and refused.value.data["codes"] == ["name", "code"]
    found = bring("customers", "公司,代码,行业\n华东精工,HD1,制造业\n").columns
    assert found.places.keys() == {"name", "code", "industry"}
