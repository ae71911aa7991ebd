"""Codes of guns that tell which pile each is of: 01-A and 01-B, D01_1 and D01_2, 0101 and 0102."""

import re
from collections import Counter

from .values import Unclear, count

GUN_OF_PILE = re.compile(r"(.*\w)(?:[-_#.]?[A-Da-d]|[-_#.][1-4])(?:号?枪)?")
NUMBERED = re.compile(r"(\d+)(0[12])")


def are_lettered(found: dict[str, str]) -> bool:
    """Whether codes tell guns by a letter or behind a joint: 0101 and 0102 may be piles as well."""
    return bool(found) and all(map(GUN_OF_PILE.fullmatch, found))


def stems(codes: list[str]) -> dict[str, str]:
    """Code of a gun to that of its pile, where all codes end in a letter, or in one digit behind a
    joint, or in 01 and 02, and no pile has more than two; empty for any other."""
    for form in (GUN_OF_PILE, NUMBERED):
        found = {code: told[1] for code in codes if (told := form.fullmatch(code))}
        guns = Counter(found.values())
        is_told = set(found) == set(codes) and max(guns.values(), default=0) == 2
        if is_told and len(guns) > 1:
            return found
    return {}


def more_than_two(text: str) -> bool:
    """Whether a cell counts more than two."""
    try:
        return (count(text) or 0) > 2
    except Unclear:
        return False
