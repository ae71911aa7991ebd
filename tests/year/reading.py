"""Reading pages beside the account: each number that leads to where it comes from has to be what
was pressed, rounded half up."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.year.figures import Told

if TYPE_CHECKING:
    from tests.year.browser import Page
    from tests.year.chance import Office

KEY = re.compile(r"(I\d\d)([a-z]?)_(\w+?)_([ytlm])_(\d{4})(\d\d)")
SHARES = ("I14", "I16", "I17", "I22", "I25")
SCALES = {"I11": 100, "I12": 100, "I13": 100, "I20": 100, "I23": 100, "I39": 10}
WORDS = {"保有量": ("I02", "I03"), "新增": ("I01", "I33"), "桩车比": ("I04",)}
LONGEST_NUMBER = 12  # characters, with its unit
AIM = "年度任务"  # of a figure that is 0 a sentence may tell only what it is to reach
APART = ("I04g",)  # while nobody knows the connectors of the implied piles there is none


def half_up(value: Fraction, places: int) -> str:
    """A number at so many places."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def as_printed(code: str, value: object) -> str:
    """A value as the portal prints it, without its unit."""
    if isinstance(value, tuple):
        return f"{value[0]}/{value[1]}"
    if code in SCALES:
        return str(Decimal(value) / SCALES[code])
    if isinstance(value, Fraction):
        if code in SHARES:
            return half_up(value * 100, 1)
        number = half_up(value, 2)
        return f"1:{number}" if code.startswith("I04") else number
    return str(value)


def says(text: str, expected: str, in_words: bool) -> bool:
    """Whether a page says so, with or without a unit; of places that are not all known it tells
    only how many are covered. A sentence may lead to a figure and tell of it in words."""
    shown = re.findall(r"-?\d[\d.:/]*", text.replace(",", "").replace("−", "-"))
    if in_words and not (shown and expected.split("/")[0] in shown):
        return not shown or len(text) > LONGEST_NUMBER or expected == "0" and text.startswith(AIM)
    return expected in shown or expected.split("/")[0] in shown


def expected(key: str, office: Office, told: dict[tuple[int, int], Told]) -> str | None:
    """What a page has to print for a key: nothing where nobody can say, None where the account does
    not hear of it. `told` keeps the months between calls."""
    code, variant, where, window, year, month = KEY.fullmatch(key).groups()
    at = int(year), int(month)
    if code + variant in APART:
        return None
    if code == "I34":
        punctual = office.desk.punctual(at, office.now)
        value = punctual and (punctual[0], len(office.members))
    else:
        account = told.setdefault(at, Told(office.account, *at))
        value = account.tell(code + variant, where, window)
    return "" if value is None else as_printed(code, value)


def agrees(text: str, right: str, paper: bool) -> bool:
    """Whether a page's words for a key say what they have to."""
    if right:
        return says(text, right, paper)
    return paper or not re.search(r"\d", text)  # a sentence may speak of other numbers


def misread(page: Page, office: Office) -> list[tuple[str, str, str]]:
    """(key, what the page says, what was pressed) of each number that is otherwise. In a sentence
    of a paper each number leads to the figure that it is of, or is told by: what it says there is
    read by its words."""
    found, told, paper = [], {}, page.address.startswith("/bulletins/")
    for key, text in page.in_cells() if paper else page.figures():
        right = expected(key, office, told)
        if right is not None and (not agrees(text, right, paper) or misnamed(key, text, right)):
            found.append((key, text, right or "nothing"))
    return found


def misnamed(key: str, text: str, right: str) -> bool:
    """Whether a sentence calls a number by another figure's name."""
    said = text.partition(right)[0] if right else ""
    last = max(WORDS, key=said.rfind)
    return said.endswith(last) and not key.startswith(WORDS[last])
