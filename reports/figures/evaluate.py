"""An indicator over facts gives a Figure (pure): the small closed algebra of the plan, and nothing
hard-wired to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from ledger.entries.facts import ANY, SITE_KINDS, Facts, Selection
from reports.figures.figure import (
    NO_DENOMINATOR,
    NO_REGISTER,
    NOBODY,
    UNREPORTED,
    Figure,
    Where,
    key_of,
)
from targets.measures import GROUPS, MEASURES
from targets.months import Month

TARGET_OF = "target:"
BESIDE_THE_TREE = ("zone", "road")  # areas that are never summed into the county; `only` names one
# The same ratio otherwise: with the reported vehicles in place of the plan's (D38), and connectors
# in place of piles.
REPORTED, CONNECTORS = "r", "g"
VARIANTS = {
    "": {},
    REPORTED: {"counts": "vehicle"},
    CONNECTORS: {"counts": "vehicle", "over": "public_connector"},
}
SAID = {
    "": "",
    REPORTED: "（按报送的车辆）",
    CONNECTORS: "（充电枪，按报送的车辆）",
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


class Setting(Protocol):
    """What evaluation takes besides the ledger: the places, the plan's assumptions, the month's
    returns."""

    places: Mapping[str, Sequence[Where]]  # by level: township, village
    assumed: Mapping[
        str, tuple[int, str]
    ]  # by indicator: the plan's assumption, value and printed words
    returns: tuple[int, int, tuple[str, ...]] | None  # on time, members, names of the others
    sites: Mapping[int, str]  # names by id
    measured: Mapping[str, int]  # by township: the farthest way to a public pile, from positions


def evaluate(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting
) -> Figure:
    """The figure of an indicator for a place or a row at the end of a month, in the measure's
    smallest unit.

    A ratio is a Decimal of the sums' quotient, never a mean of quotients; no value comes with its
    reason.
    """
    return FORMS[definition.form](definition, facts, where, month, setting)


def varied(definition: Definition, variant: str) -> Definition:
    """A variant of a ratio; raises KeyError for one that there is not."""
    return replace(
        definition, name=definition.name + SAID[variant], variant=variant, **VARIANTS[variant]
    )


def settled(definition: Definition) -> bool:
    """Whether only the plan and the ledger decide the figure: no register's names, positions or
    returns."""
    return definition.form in (
        "total",
        "ratio",
        "mean",
        "coverage",
    ) and not definition.across.startswith(SITE_KINDS)


def blank(definition, where, month, **fields) -> Figure:
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


def select(definition, where, month, group, **narrower) -> Selection:
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
    }
    return Selection(GROUPS[group], **{**fields, **narrower})


def is_level(group: str) -> bool:
    return all(MEASURES[code].level for code in GROUPS[group])


def count(definition, facts, where, month, group, **narrower):
    """(value, selection) of a group of measures; a level without an observation is None."""
    narrower = {**narrower, "causes": (), "since": None} if is_level(group) else narrower
    selection = select(definition, where, month, group, **narrower)
    return (facts.latest(selection) if is_level(group) else facts.total(selection)), selection


def seen_on(facts, selection):
    """The day of the oldest observation that stands; None for flows."""
    return min((row.order[0] for row in facts.newest(selection)), default=None)


def total(definition, facts, where, month, setting):
    value, selection = count(definition, facts, where, month, definition.counts)
    scale = MEASURES[GROUPS[definition.counts][0]].scale
    return blank(
        definition,
        where,
        month,
        value=value,
        scale=scale,
        selections=(selection,),
        why=UNREPORTED if value is None else "",
        seen_on=seen_on(facts, selection),
    )


def operand(definition, facts, where, month, setting, group) -> Figure:
    """One side of a ratio as a figure of its own: a group of measures, or another indicator's
    printed value."""
    if group.startswith(TARGET_OF):
        code = group.removeprefix(TARGET_OF)
        value, printed = setting.assumed.get(code, (None, ""))
        return Figure(
            "",
            code,
            "方案测算的电动汽车",
            where,
            "辆",
            month,
            "total",
            value,
            constant=printed,
            why="" if value else UNREPORTED,
        )
    value, selection = count(definition, facts, where, month, group)
    names = {
        "vehicle": "报送的电动汽车",
        "public_pile": "公共充电桩",
        "public_connector": "公共充电枪",
    }
    measure = MEASURES[GROUPS[group][0]]
    return Figure(
        "",
        "",
        names.get(group, measure.name),
        where,
        measure.unit,
        month,
        "total",
        value,
        scale=measure.scale,
        why=UNREPORTED if value is None else "",
        selections=(selection,),
        seen_on=seen_on(facts, selection),
    )


def ratio(definition, facts, where, month, setting):
    if definition.across.startswith(SITE_KINDS):
        return site_ratio(definition, facts, where, month, setting)
    above = operand(definition, facts, where, month, setting, definition.counts)
    below = operand(definition, facts, where, month, setting, definition.over)
    why = above.why or below.why or ("" if below.value else NO_DENOMINATOR)
    value = None if why else Decimal(above.value * below.scale) / Decimal(below.value * above.scale)
    bare = (
        count(definition, facts, where, month, "public_pile_unsplit")[0]
        if definition.variant == CONNECTORS
        else 0
    )
    return blank(
        definition,
        where,
        month,
        value=value,
        why=why,
        parts=(above, below),
        selections=above.selections + below.selections,
        seen_on=above.seen_on,
        note=f"另有{bare}台公共桩没有枪数，未计入" if bare else "",
    )


def site_ratio(definition, facts, where, month, setting):
    """Over sites: the sums of those where both sides are known; the registered others are named,
    never guessed."""
    over = select(definition, where, month, definition.over, causes=(), since=None)
    spaces, observed = facts.latest_by_site(over), None
    if is_level(definition.counts):
        observed = facts.latest_by_site(
            select(definition, where, month, definition.counts, causes=(), since=None)
        )
    register = replace(over, measures=("registered",))
    registered = {site for site, times in facts.sums(register, "site").items() if times > 0}
    known = tuple(
        sorted(
            site
            for site, value in spaces.items()
            if value and (observed is None or site in observed)
        )
    )
    counted = select(definition, where, month, definition.counts, sites=known)
    piles = facts.total(counted) if observed is None else sum(observed[site] for site in known)
    whole = sum(spaces[site] for site in known)
    below = replace(over, sites=known)
    lacking = tuple(sorted(setting.sites.get(site, str(site)) for site in registered - set(known)))
    parts = tuple(
        Figure(
            "",
            "",
            MEASURES[selection.measures[0]].name,
            where,
            MEASURES[selection.measures[0]].unit,
            month,
            "total",
            value,
            selections=(selection,),
        )
        for selection, value in ((counted, piles), (below, whole))
    )
    zeros = spaces and not any(spaces.values())
    why = (
        ""
        if known
        else NO_DENOMINATOR
        if zeros
        else UNREPORTED
        if registered or spaces
        else NO_REGISTER
    )
    return blank(
        definition,
        where,
        month,
        value=Decimal(piles) / Decimal(whole) if known else None,
        why=why,
        missing=lacking,
        parts=parts,
        selections=(counted, below),
    )


def mean(definition, facts, where, month, setting):
    places = places_in(definition, where, setting)
    value, selection = count(definition, facts, where, month, definition.counts)
    return blank(
        definition,
        where,
        month,
        value=Decimal(value) / len(places) if places else None,
        why="" if places else NO_DENOMINATOR,
        of=len(places),
        selections=(selection,),
    )


def tally(definition, facts, where, month, setting) -> dict[Where, int]:
    """Each place that a coverage goes across, with how much of what is counted stands there."""
    places = places_in(definition, where, setting)
    home = {code: place for place in places for code in (place.area, *place.also)}
    counted = dict.fromkeys(places, 0)
    width = len(places[0].area) if places else 0  # the codes of one level are equally long
    for area, value in facts.sums(
        select(definition, where, month, definition.counts), "area"
    ).items():
        if place := home.get(area[:width]):
            counted[place] += value
    return counted


def coverage(definition, facts, where, month, setting):
    if definition.across.startswith(SITE_KINDS):
        return site_coverage(definition, facts, where, month, setting)
    counted, selection = (
        tally(definition, facts, where, month, setting),
        select(definition, where, month, definition.counts),
    )
    places = list(counted)
    lacking = tuple(place.name for place, piles in counted.items() if piles < definition.at_least)
    return blank(
        definition,
        where,
        month,
        value=len(places) - len(lacking) if places else None,
        of=len(places),
        why="" if places else NO_DENOMINATOR,
        missing=lacking,
        selections=(selection,),
    )


def site_coverage(definition, facts, where, month, setting):
    """How many registered sites of a kind have enough; without a register there is no
    denominator."""
    register = select(definition, where, month, definition.counts, causes=(), since=None)
    register = replace(register, measures=("registered",))
    selection = select(definition, where, month, definition.counts)
    sites = {site for site, times in facts.sums(register, "site").items() if times > 0}
    held = facts.sums(selection, "site")
    lacking = [site for site in sites if held[site] < definition.at_least]
    return blank(
        definition,
        where,
        month,
        value=len(sites) - len(lacking) if sites else None,
        of=len(sites),
        missing=tuple(sorted(setting.sites.get(site, str(site)) for site in lacking)),
        why="" if sites else NO_REGISTER,
        selections=(register, selection),
    )


def largest(definition, facts, where, month, setting):
    if definition.across == "village":
        return farthest_way(definition, facts, where, month, setting)
    _, selection = count(definition, facts, where, month, definition.counts)
    values = [row.value for row in facts.newest(selection)]
    scale = MEASURES[GROUPS[definition.counts][0]].scale
    return blank(
        definition,
        where,
        month,
        value=max(values, default=None),
        scale=scale,
        selections=(selection,),
        why="" if values else UNREPORTED,
    )


def farthest_way(definition, facts, where, month, setting):
    """The farthest of the townships' ways: measured where all its villages are on the map, else as
    the unit assessed it; townships with neither are named."""
    _, selection = count(definition, facts, where, month, definition.counts)
    assessed = {row.area: row.value for row in facts.newest(selection)}
    measured = {
        code: value for code, value in setting.measured.items() if code.startswith(where.area)
    }
    ways = {**assessed, **measured}
    lacking = tuple(
        place.name
        for place in setting.places["township"]
        if place.area.startswith(where.area) and place.area not in ways
    )
    told = len(ways) - len(measured)
    note = (
        f"{len(measured)}个乡（镇）按坐标量算，{told}个按单位自评"
        if measured
        else f"{told}个乡（镇）按单位自评"
    )
    return blank(
        definition,
        where,
        month,
        value=max(ways.values(), default=None),
        missing=lacking,
        scale=MEASURES[GROUPS[definition.counts][0]].scale,
        selections=(selection,),
        why="" if ways else UNREPORTED,
        note=note if ways else "",
        seen_on=seen_on(facts, selection),
    )


def timeliness(definition, facts, where, month, setting):
    if setting.returns is None:
        return blank(definition, where, month, value=None, why=NO_DENOMINATOR)
    on_time, members, others = setting.returns
    return blank(definition, where, month, value=on_time, of=members, missing=others)


def places_in(definition, where, setting):
    return [
        place for place in setting.places[definition.across] if place.area.startswith(where.area)
    ]


FORMS = {
    "total": total,
    "ratio": ratio,
    "mean": mean,
    "coverage": coverage,
    "largest": largest,
    "timeliness": timeliness,
}
