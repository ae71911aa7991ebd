"""What a text tells of the current of piles: by its words, or by a power that only piles of one
current have."""

import re

from .equipment import Equipment, Share
from .values import folded, rated

RATED = re.compile(r"\d+(?:\.\d+)?(?:kw|千瓦)")  # what each of the piles has, 120kW直流桩
# of one power, and no range of them
ONE_RATING = re.compile(
    r"(?<![\d.~≥≤<>至—])(?<!\d-)(\d+(?:\.\d+)?)(?:kw|千瓦)(?![~至—-]|[及或]?以[上下])"
)
BARE = r"(?<![a-z]){}(?=[-_]?\d+(?:\.\d+)?(?:kw|千瓦))"  # DC60kW, DC-60kW
MOST_AC, LEAST_DC = 11, 60  # kilowatts of a pile that tell its current; between them are both


def current_of(text: str) -> str:
    """dc or ac, where a text says one of them and not the other: 120kW直流双枪."""
    direct = re.search(rf"直流|[快超]充|{BARE.format('dc')}", text, re.I)
    alternating = re.search(rf"交流|慢充|{BARE.format('ac')}", text, re.I)
    if re.search(r"\d[台个套座]|[×x*]\d|\d[×x*]", text):  # it says how many, too
        return ""
    return "" if bool(direct) == bool(alternating) or "交直" in text else "dc" if direct else "ac"


def of_power(text: str) -> str:
    """dc or ac where a text says one power of a pile that only such piles have, 120kW双枪."""
    found = ONE_RATING.findall(folded(text))
    if len(found) != 1:
        return ""
    kilowatts = float(found[0])
    return "dc" if kilowatts >= LEAST_DC else "ac" if 0 < kilowatts <= MOST_AC else ""


def of_model(text: str) -> str:
    """dc or ac of a pile whose model says its power and no current, 120kW双枪."""
    is_model = re.search(r"[枪桩机]", text) and not re.search(r"[直交]流|[快慢]充|共|总|合计", text)
    return of_power(text) if is_model else ""


def of_ratings(text: str) -> Equipment | None:
    """Piles told by their powers, 120kW×4，60kW×2; None where one is no such number, or a power
    that piles of both currents have."""
    shares: list[Share] = []
    for part in re.split(r"[,、;+和]", folded(text)):
        told = rated(part)
        if not told or not told[0]:
            return None
        piles, each = told[0], told[1] // told[0]
        if LEAST_DC * 10 > each > MOST_AC * 10 or not each:
            return None
        shares.append(Share("dc" if each >= LEAST_DC * 10 else "ac", piles, each, "each"))
    return Equipment(tuple(shares))
