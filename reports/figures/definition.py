"""What an indicator computes, and what every form of it starts from (pure): its definition, its
setting, the selection of entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from ledger.entries.facts import ANY, Facts, Selection
from ledger.entries.stations import DEFAULT_RULE, StationRule
from reports.figures.figure import (
    NOBODY,
    Figure,
    Where,
    key_of,
)
from targets.measures import GROUPS, MEASURES
from targets.models.aims import SITE_KINDS
from targets.months import Month

TARGET_OF = "target:"


BESIDE_THE_TREE = ("zone", "road")  # areas that are never summed into the county; `only` names one


# The same ratio otherwise: with the reported vehicles in place of the plan's, and connectors
# in place of piles. The same piles, of one kind of current.
REPORTED, CONNECTORS = "r", "g"
DIRECT, ALTERNATING = "d", "a"
FOUND = "f"  # of what comes and goes, only what came
RATIOS = ("", REPORTED, CONNECTORS)


def ratios_of(counts: str) -> tuple[str, ...]:
    """The variants of a ratio that say another thing than what it counts itself."""
    return tuple(v for v in RATIOS if counts != "vehicle" or v != REPORTED)


VARIANTS: dict[str, dict[str, Any]] = {
    "": {},
    REPORTED: {"counts": "vehicle"},
    CONNECTORS: {"counts": "vehicle", "over": "public_connector"},
    DIRECT: {"counts": "public_dc_pile"},
    ALTERNATING: {"counts": "public_ac_pile"},
    FOUND: {"causes": ("added",)},
}


SAID = {
    "": "",
    REPORTED: "（按报送的车辆）",
    CONNECTORS: "（充电枪，按报送的车辆）",
    DIRECT: "（直流）",
    ALTERNATING: "（交流）",
    FOUND: "（新发现）",
}  # behind the indicator's name


@dataclass(frozen=True)
class Definition:
    """What an indicator computes: an Indicator's row without the database."""

    code: str
    name: str
    unit: str
    form: str
    counts: str
    causes: tuple[str, ...]
    window: str
    across: str
    only: str
    at_least: int | None
    over: str
    variant: str = ""
    station: StationRule = DEFAULT_RULE
    without: tuple[str, ...] = ()  # causes that are passed over, as the office has ruled
    uncounted: tuple[str, ...] = ()  # measures that are
    size: int | None = None  # of the register, as put on record
    whole: bool = False  # the register, as the units that keep it have said

    @property
    def threshold(self) -> int:
        """How much covers a place; nothing where the indicator asks for nothing."""
        return self.at_least or 0


class Way(Protocol):
    """How far it is in a zone or along a road, as far as that can be measured."""

    @property
    def value(self) -> int | None:
        """The farthest, in the measure's smallest unit; None where nothing can be measured."""

    @property
    def is_whole(self) -> bool:
        """Whether all that the office has named was measured."""

    @property
    def words(self) -> str:
        """How it was measured."""


class Setting(Protocol):
    """What evaluation takes besides the ledger: the places, the plan's assumptions, the month's
    returns."""

    @property
    def places(self) -> Mapping[str, Sequence[Where]]:
        """By level: township, village."""

    @property
    def assumed(self) -> Mapping[str, tuple[int | None, str]]:
        """By indicator: the plan's assumption for the year's end, value and printed words."""

    @property
    def plan_year(self) -> int:
        """The year for whose end the plan assumes it."""

    @property
    def returns(self) -> tuple[int, int, tuple[str, ...]] | str:
        """On time, members, names of those at fault; or why returns are not counted."""

    @property
    def sites(self) -> Mapping[int, str]:
        """Names by id."""

    @property
    def measured(self) -> Mapping[str, Way]:
        """By township: how far it is there, from positions."""

    @property
    def beside(self) -> Mapping[str, Way]:
        """By zone or road: how far it is there, from positions."""


def varied(definition: Definition, variant: str) -> Definition:
    """A variant of a ratio or a count; raises KeyError for one that there is not."""
    name = definition.name + SAID[variant]
    return replace(definition, name=name, variant=variant, **VARIANTS[variant])


def settled(definition: Definition) -> bool:
    """Whether only the plan and the ledger decide the figure: no register's names, positions or
    returns."""
    return definition.form in (
        "total",
        "ratio",
        "mean",
        "coverage",
    ) and not definition.across.startswith(SITE_KINDS)


def blank(definition: Definition, where: Where, month: Month, **fields: Any) -> Figure:
    """A figure of the indicator with its key; value, reason and selections come as fields."""
    key = key_of(definition.code, where, definition.window, month, definition.variant)
    return Figure(
        key,
        definition.code,
        definition.name,
        where,
        definition.unit,
        month,
        definition.form,
        **fields,
    )


def select(
    definition: Definition, where: Where, month: Month, group: str, **narrower: Any
) -> Selection:
    """The entries that a group of measures is counted from: of the window, the place or row, the
    sites it is about; `narrower` stands in for any of these."""
    since = {"month": month, "year": Month(month.year, 1)}.get(definition.window)
    unit = ANY if not where.unit else None if where.unit == NOBODY else where.unit
    area, only = where.area, definition.only
    if definition.across in BESIDE_THE_TREE:
        area, only = f"Z{where.area}_{only}", ""
    only = only or (definition.across if definition.across.startswith(SITE_KINDS) else "")
    fields = {
        "causes": definition.causes,
        "since": since,
        "until": month,
        "area": area,
        "also": where.also,
        "unit": unit,
        "only": only,
        "station": definition.station,
        "without": definition.without,
    }
    measures = tuple(code for code in GROUPS[group] if code not in definition.uncounted)
    return Selection(measures, **{**fields, **narrower})


def is_level(group: str) -> bool:
    """Whether the group is observed (a level) and not summed (a flow)."""
    return all(MEASURES[code].level for code in GROUPS[group])


def count(
    definition: Definition, facts: Facts, where: Where, month: Month, group: str, **narrower: Any
) -> tuple[int | None, Selection]:
    """(value, selection) of a group of measures; a level without an observation is None."""
    narrower = {**narrower, "causes": (), "since": None} if is_level(group) else narrower
    selection = select(definition, where, month, group, **narrower)
    return (facts.latest(selection) if is_level(group) else facts.total(selection)), selection


def seen_on(facts: Facts, selection: Selection) -> date | None:
    """The day of the oldest observation that stands; None for flows."""
    return min((row.order[0] for row in facts.newest(selection)), default=None)
