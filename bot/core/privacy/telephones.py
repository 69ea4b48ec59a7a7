"""Numbering plans, as far as they tell a telephone number from another number."""

from bot.core.privacy import checks

# ITU-T E.164 country codes with the lengths of national numbers in use; others may have 7 to 12 digits.
_NATIONAL = {
    "1": (10,),
    "7": (10,),
    "27": (9,),
    "31": (9,),
    "32": (8, 9),
    "33": (9,),
    "34": (9,),
    "39": (9, 10),
    "41": (9,),
    "44": (9, 10),
    "45": (8,),
    "46": (7, 8, 9),
    "47": (8,),
    "48": (9,),
    "49": (7, 8, 9, 10, 11),
    "52": (10,),
    "55": (10, 11),
    "60": (8, 9, 10),
    "61": (9,),
    "62": (8, 9, 10, 11, 12),
    "63": (9, 10),
    "64": (8, 9, 10),
    "65": (8,),
    "66": (8, 9),
    "81": (9, 10),
    "82": (8, 9, 10),
    "84": (9, 10),
    "86": (9, 10, 11, 12),
    "90": (10,),
    "91": (10,),
    "852": (8,),
    "853": (8,),
    "886": (8, 9),
    "966": (8, 9),
    "971": (8, 9),
}
_UNUSED = ("0", "21", "28", "69", "80", "83", "87", "88", "89", "96", "97", "99")
_LANDLINE_SHAPES = frozenset({(8,), (4, 4), (3, 4), (7,), (2, 2, 2, 2), (3, 5), (4, 3), (3, 2, 2)})
_BRITISH_SHAPES = frozenset({(11,), (5, 6), (5, 3, 3), (4, 3, 4), (3, 4, 4), (4, 7), (3, 8)})
_TAIWAN_SHAPES = frozenset({(10,), (4, 3, 3), (4, 6)})


def international_length(digits: str) -> bool:
    """Whether digits after a plus sign are country code and a national number of possible length."""
    for size in (1, 2, 3):
        lengths = _NATIONAL.get(digits[:size])
        if lengths:
            rest = digits[size:]
            return len(rest) in lengths or (rest.startswith("0") and len(rest) - 1 in lengths)
    return not digits.startswith(_UNUSED) and 9 <= len(digits) <= 15


def is_subscriber(digits: str, shape: tuple[int, ...], joints: tuple[str, ...]) -> bool:
    """Whether digits, grouped so, can only be a telephone number even without a word that says so."""
    if digits[0] == "0":
        return _chinese(digits, shape) or _british(digits, shape) or _taiwanese(digits, shape)
    plain = all(joint.strip() in ("", "-", ".", ")", ") ", "-(", ")-", ".(", "(", "/", ")/", "–") for joint in joints)
    plain = plain and (len(set(joints)) == 1 or "." not in joints)
    # A bracket closes behind the area code.
    plain = plain and not any(")" in joint for joint in joints[len(shape) - 2 :])
    if shape in {(3, 3, 4), (3, 7)}:
        return shape == (3, 3, 4) and plain and checks.is_nanp(digits)
    return shape in {(1, 3, 3, 4), (1, 10), (1, 3, 7)} and digits[0] == "1" and plain and checks.is_nanp(digits[1:])


def _chinese(digits: str, shape: tuple[int, ...]) -> bool:
    if not checks.is_landline(digits):
        return False
    area = 3 if digits[1] in "12" else 4
    glued = shape in {(area + 4, 4), (area + 3, 4)}
    return len(shape) == 1 or glued or (shape[0] == area and shape[1:] in _LANDLINE_SHAPES)


def _british(digits: str, shape: tuple[int, ...]) -> bool:
    mobile = digits.startswith("07") and digits[2] != "0"
    grouped = digits[1] in "12" and len(shape) > 1
    return len(digits) == 11 and (mobile or grouped or digits.startswith("077")) and shape in _BRITISH_SHAPES


def _taiwanese(digits: str, shape: tuple[int, ...]) -> bool:
    return len(digits) == 10 and digits.startswith("09") and shape in _TAIWAN_SHAPES
