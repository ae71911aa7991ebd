"""核实: what is odd about a valid line. It passes once the unit has explained it in writing
(pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

NO_POWER = "没有填总功率"
LEAST_POWER, MOST_POWER = 30, 8000  # tenths of a kilowatt for one pile: 3 and 800 kW
JUMP_PILES = 3  # a jump is more than twice last month's piles and more than this many above them
QUOTA_SHARE = (3, 2)  # one and a half times the year's quota
ALIKE = 0.8


@dataclass(frozen=True)
class Background:
    """What a line of new piles is compared with."""

    starts_on: date  # of the period
    last_month: int | None = (
        None  # piles that the unit added in the period before; None when there was none
    )
    quota: int | None = None  # of the row it counts for, in the year
    so_far: int = 0  # piles already counted for that row in the year
    # each name that a site there has or had, and the one it has today
    sites_in_village: Mapping[str, str] = field(default_factory=dict)
    sites_in_township: Mapping[str, str] = field(default_factory=dict)


def doubts(values: dict[str, Any], background: Background) -> list[str]:
    """A Chinese sentence for each oddity of a line of new piles, in the order of its fields."""
    piles = values["dc"] + values["ac"]
    found = [
        same_site(values.get("site_name", ""), background),
        power(values, piles),
        jump(piles, background),
        over_quota(piles, background),
        backdated(values["on"], background),
    ]
    return [sentence for sentence in found if sentence]


def alike(name: str, other: str) -> bool:
    """Whether two names may well be those of one place."""
    pair = SequenceMatcher(None, name, other)
    bounds = pair.real_quick_ratio, pair.quick_ratio  # above the ratio, and sooner there
    return all(bound() >= ALIKE for bound in bounds) and pair.ratio() >= ALIKE


def same_site(name: str, background: Background) -> str:
    """A new site whose name is nearly one of the same village, or exactly one of the same
    township. Of two sites of one name in a village nobody could say which is meant."""
    for other, today in background.sites_in_village.items():
        if name and alike(name, other):
            known = called(other, today)
            if name == other:
                return f"本村已有站点{known}，同名的记在这一处；确是另一处，请换一个名称"
            return f"新站点“{name}”和本村已有的{known}很像；如是同一处，请改选已有站点"
    if name and name in background.sites_in_township:
        known = called(name, background.sites_in_township[name])
        return f"本乡（镇）已有同名站点{known}；如是同一处，请改选已有站点"
    return ""


def called(name: str, today: str) -> str:
    """A site by the name by which it is found, with the one it has today where that is another."""
    return f"“{name}”" if name == today else f"“{name}”（现名“{today}”）"


def power(values: dict[str, Any], piles: int) -> str:
    """A total power, in tenths of a kilowatt, that is missing or looks like another number."""
    tenths = values["power"]
    if tenths == 0:
        return NO_POWER
    if tenths in (piles * 10, values["connectors"] * 10):
        return f"总功率{tenths // 10}千瓦正好等于桩数或枪数，请看是不是把台数填成了功率"
    if tenths < LEAST_POWER * piles:
        return f"平均每台不到{LEAST_POWER // 10}千瓦，总功率可能填成了单桩功率或别的单位"
    if tenths > MOST_POWER * piles:
        return f"平均每台超过{MOST_POWER // 10}千瓦，请核对总功率的单位是不是千瓦"
    return ""


def jump(piles: int, background: Background) -> str:
    """Many more piles than in the period before."""
    last = background.last_month
    if last and piles > 2 * last and piles > last + JUMP_PILES:
        return f"上一期新增{last}台，这一条就有{piles}台，增加很多"
    return ""


def over_quota(piles: int, background: Background) -> str:
    """More than one and a half times the year's quota of its row."""
    if (
        background.quota
        and (background.so_far + piles) * QUOTA_SHARE[1] > background.quota * QUOTA_SHARE[0]
    ):
        return (
            f"加上这一条，本年累计{background.so_far + piles}台，"
            f"超过参考计划{background.quota}台的{QUOTA_SHARE[0] / QUOTA_SHARE[1]:g}倍"
        )
    return ""


def backdated(on: str, background: Background) -> str:
    """A day in service before the period."""
    if date.fromisoformat(on) < background.starts_on:
        return f"投运日期{on}在本期之前，将作“补录”登记"
    return ""
