"""A column that says of piles how many there are and their kilowatts, 2台/120kW: read as two."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .currents import current_of
from .heads import BRACKETS, UNITS, head_key
from .settled import COUNTS, POWERS
from .values import NUMBER, PIECES, folded, plain, rated

OF_POWER = re.compile(r"功率|容量|千瓦|kw")
OF_PILES = re.compile(rf"数|桩(?!功)|[{PIECES}](?=[/×x*])|[/×x*][{PIECES}]")
OF_EACH, OF_ALL = re.compile(r"[单每][台桩个机]"), re.compile(r"(?:总|合计|装机)(?:功率|容量)")
CURRENT = r"(?P<c>(?:(?:直流|交流|快充|慢充)(?:充电)?[桩机]?)?)[:：]?"
PILES = r"(?P<n>\d{1,3})"
KILOWATTS = rf"(?P<w>{NUMBER})(?:kw|千瓦)"
HOW = (
    r"(?:(?P<all>共计?|合计|总(?:功率|容量)?)"
    r"|(?P<each>均为|都是|[每单][台桩](?:功率)?|各)"
    r"|(?:功率))?:?"
)
FORMS = [
    re.compile(form)
    for form in (
        rf"{CURRENT}{PILES}(?:[{PIECES}](?P<mark>[/、,;×x*(]?)|(?P<sign>[×x*(]))"
        rf"{HOW}{KILOWATTS}\)?",
        rf"{CURRENT}{KILOWATTS}(?P<mark>[/、,;×x*(]){PILES}[{PIECES}]\)?",
    )
]
BARE = re.compile(rf"({NUMBER})[{PIECES}]?([/、,;×x*])({NUMBER})(?:kw|千瓦)?")


@dataclass(frozen=True)
class Measures:
    """What such a cell says; `is_of` is each or power where it tells which, else ""."""

    piles: str
    kilowatts: str
    is_of: str = ""
    current: str = ""

    def power(self, name: str) -> str:
        """The text of a power under a head of that field: a product where it is of all of them."""
        if self.is_of == "each" and name != "each":
            return f"{self.piles}×{self.kilowatts}kW"
        return f"1×{self.kilowatts}kW" if self.is_of == "power" else f"{self.kilowatts}kW"


@lru_cache(8192)
def measures(text: str, first: str = "") -> Measures | None:
    """What a cell says of both; None for any other. `first` is what its head names first, piles or
    power, of numbers without units."""
    key = folded(plain(text))
    for form in FORMS:
        if found := form.fullmatch(key):
            said = found.groupdict()
            mark = said["mark"] or said.get("sign") or ""
            is_each = mark in ("×", "x", "*") or said.get("each") or said["n"] == "1"
            how = "power" if said.get("all") else "each" if is_each else ""
            return Measures(said["n"], said["w"], how, current_of(said["c"]))
    bare = BARE.fullmatch(key) if first else None
    if not bare:
        return None
    piles, kilowatts = (bare[1], bare[3]) if first == "piles" else (bare[3], bare[1])
    is_each = piles == "1" or bare[2] in "×x*"
    return Measures(piles, kilowatts, "each" if is_each else "") if piles.isdigit() else None


def first_of(head: str) -> str:
    """piles or power, whichever a head of both names first; "" for a head that is not of both:
    充电桩数量及功率, 桩数（台/kW）, 配置（台×kW）."""
    key = folded(head)
    unit = UNITS.search(key)
    told = unit.group(1) if unit and re.search("[/×x*]", unit[1]) else BRACKETS.sub("", key)
    piles, power = OF_PILES.search(told), OF_POWER.search(told)
    if not piles or not power:
        return ""
    return "piles" if piles.start() < power.start() else "power"


def tells_measures(head: str, texts: list[str]) -> bool:
    """Whether a column says both, where the cells alone do not say as much as such a rating does:
    60kW×6."""
    first = first_of(head)
    return any(measures(text, first) and (first or not rated(text)) for text in texts)


def power_of(head: str) -> str:
    """The field of the power that such a column says: of each, of all, or not told which."""
    key = head_key(head)
    return "each" if OF_EACH.search(key) else "power" if OF_ALL.search(key) else "wattage"


def in_two(head: str, known: dict[str, str]) -> str:
    """The count of a head whose two halves name a number of piles and a power, by the heads that
    are known; "" for any other."""
    halves = re.split("[/、,及和与]", BRACKETS.sub("", folded(head)))
    names = [known.get(head_key(half), "") for half in halves]
    if len(names) != 2 or not POWERS & set(names):
        return ""
    return next((name for name in names if name in COUNTS), "")
