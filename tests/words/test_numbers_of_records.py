"""The number of a record typed alone, however it is written; anything more is a line of its own."""

from bot.core.subject import LETTERS, Subject, number_of, typed


def test_a_number_is_read_as_it_is_written() -> None:
    for kind in LETTERS:
        assert typed(f"{Subject(kind, 318).number}") == Subject(kind, 318)
    for said in ("v318", "V 318", " v - 318 ", "V\u2013318", "\uff36\uff0d\uff13\uff11\uff18", "v#318"):
        assert number_of("visit", said) == 318
    for said in ("", "V", "318", "X-318", "V-318 call", "V-3180000000", "Vv-318"):
        assert typed(said) is None
    assert number_of("ask", "V-318") is None
    assert typed("v 318", dash=True) is None and typed("v-318", dash=True) == Subject("visit", 318)
