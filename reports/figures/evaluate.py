"""An indicator over facts gives a Figure (pure): the small closed algebra of the plan, and nothing
hard-wired to it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ledger.entries.facts import Facts
from ledger.entries.stations import STATION
from reports.figures.definition import (
    BESIDE_THE_TREE,
    CONNECTORS,
    TARGET_OF,
    Definition,
    Setting,
    Way,
    blank,
    count,
    seen_on,
    select,
)
from reports.figures.figure import (
    NO_DENOMINATOR,
    NOT_ITEMISED,
    UNREPORTED,
    Figure,
    Where,
)
from reports.figures.over_sites import site_coverage, site_ratio, sites_of_power
from targets.measures import GROUPS, MEASURES, UNSPLIT
from targets.models.aims import SITE_KINDS
from targets.months import Month


def evaluate(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting
) -> Figure:
    """The figure of an indicator for a place or a row at the end of a month, in the measure's
    smallest unit.

    A ratio is a Decimal of the sums' quotient, never a mean of quotients; no value comes with its
    reason.
    """
    return FORMS[definition.form](definition, facts, where, month, setting)


def total(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting
) -> Figure:
    """A sum of flows, or the newest of a level, in the measure's smallest unit; with a threshold
    only at sites of so much power."""
    narrower = {}
    if definition.threshold:
        narrower["sites"] = sites_of_power(definition, facts, where, month)
    value, selection = count(definition, facts, where, month, definition.counts, **narrower)
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


def operand(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting, group: str
) -> Figure:
    """One side of a ratio as a figure of its own: a group of measures, or another indicator's
    printed value."""
    if group.startswith(TARGET_OF):
        code = group.removeprefix(TARGET_OF)
        value, printed = setting.assumed.get(code, (None, ""))
        return Figure(
            "",
            code,
            f"方案测算的{setting.plan_year}年底电动汽车",
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


def ratio(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting
) -> Figure:
    """A quotient of two sums, or over sites; no value without both sides."""
    if definition.across.startswith(SITE_KINDS):
        return site_ratio(definition, facts, where, month, setting)
    above = operand(definition, facts, where, month, setting, definition.counts)
    below = operand(definition, facts, where, month, setting, definition.over)
    bare = 0  # piles of which nobody has counted the connectors
    if definition.variant == CONNECTORS:
        bare = count(definition, facts, where, month, UNSPLIT)[0] or 0
    why = (
        above.why or below.why or (NOT_ITEMISED if bare else "" if below.value else NO_DENOMINATOR)
    )
    value = (
        None
        if why or above.value is None or below.value is None
        else Decimal(above.value * below.scale) / Decimal(below.value * above.scale)
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
        note=f"{bare}台公共桩没有枪数，列入清单后再算" if bare else "",
    )


def mean(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting
) -> Figure:
    """A sum divided by the number of places it goes across."""
    places = places_in(definition, where, setting)
    value, selection = count(definition, facts, where, month, definition.counts)
    return blank(
        definition,
        where,
        month,
        value=None if value is None or not places else Decimal(value) / len(places),
        why=NO_DENOMINATOR if not places else UNREPORTED if value is None else "",
        of=len(places),
        selections=(selection,),
    )


def tally(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting
) -> dict[Where, int]:
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


def coverage(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting
) -> Figure:
    """How many of the places (or sites) have at least so much; the others are named."""
    if definition.across.startswith(SITE_KINDS):
        return site_coverage(definition, facts, where, month, setting)
    counted, selection = (
        tally(definition, facts, where, month, setting),
        select(definition, where, month, definition.counts),
    )
    places = list(counted)
    short = [place for place, piles in counted.items() if piles < definition.threshold]
    unsettled = scattered(definition, facts, where, month, setting, short)
    return blank(
        definition,
        where,
        month,
        value=len(places) - len(short) if places else None,
        of=len(places),
        why="" if places else NO_DENOMINATOR,
        missing=tuple(place.name for place in short if place.name not in unsettled),
        unsettled=unsettled,
        selections=(selection,),
    )


def scattered(
    definition: Definition,
    facts: Facts,
    where: Where,
    month: Month,
    setting: Setting,
    short: Sequence[Where],
) -> tuple[str, ...]:
    """Of the places without a station those that have public piles: whether these are one nobody
    has said."""
    if STATION not in GROUPS[definition.counts] or not short:
        return ()
    piles = tally(replace(definition, counts="public_pile"), facts, where, month, setting)
    return tuple(place.name for place in short if piles[place] > 0)


def largest(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting
) -> Figure:
    """The largest of the newest observations, or the farthest way."""
    if definition.across == "village":
        return farthest_way(definition, facts, where, month, setting)
    _, selection = count(definition, facts, where, month, definition.counts)
    values, note = [row.value for row in facts.newest(selection)], ""
    if definition.across in BESIDE_THE_TREE:
        values, note = beside(values, setting.beside.get(selection.area))
    scale = MEASURES[GROUPS[definition.counts][0]].scale
    return blank(
        definition,
        where,
        month,
        value=max(values, default=None),
        scale=scale,
        selections=(selection,),
        why="" if values else UNREPORTED,
        note=note,
    )


def beside(told: list[int], way: Way | None) -> tuple[list[int], str]:
    """The ways in a zone or along a road, with how they are known: measured, and as the unit
    assessed them only where not all could be."""
    if way is None or way.value is None:
        return told, "按单位自评" if told else ""
    return [way.value, *([] if way.is_whole else told)], way.words


def farthest_way(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting
) -> Figure:
    """The farthest of the townships' ways: measured where all its villages are on the map, else as
    the unit assessed it, unless a village that is on the map is farther; townships with neither are
    named."""
    _, selection = count(definition, facts, where, month, definition.counts)
    told = {row.area: row.value for row in facts.newest(selection)}
    measured = {
        code: way.value
        for code, way in setting.measured.items()
        if way.value and way.is_whole and code.startswith(where.area)
    }
    assessed = {code: value for code, value in told.items() if code not in measured}
    farther = {
        code: way.value
        for code, way in setting.measured.items()
        if code in assessed and way.value and way.value > assessed[code]
    }
    ways = {**assessed, **farther, **measured}
    lacking = tuple(
        place.name
        for place in setting.places["township"]
        if place.area.startswith(where.area) and place.area not in ways
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
        note=how_known(len(measured), len(assessed), len(farther)) if ways else "",
        seen_on=seen_on(facts, selection),
    )


def how_known(measured: int, assessed: int, farther: int) -> str:
    """Of how many townships the way is measured, and of how many told; and at how many of these a
    village that is on the map turned out to be farther."""
    parts = [f"{measured}个乡（镇）按坐标量算"] if measured else []
    if assessed or not measured:
        parts.append(f"{assessed}个{'' if measured else '乡（镇）'}按单位自评")
    if farther:
        parts.append(f"其中{farther}个已标位置的村比自评的远，按量算的")
    return "，".join(parts)


def timeliness(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting
) -> Figure:
    """How many members reported on time, of how many, and who is at fault; not before it is due."""
    if isinstance(setting.returns, str):
        return blank(definition, where, month, value=None, why=setting.returns)
    on_time, members, others = setting.returns
    return blank(definition, where, month, value=on_time, of=members, missing=others)


def places_in(definition: Definition, where: Where, setting: Setting) -> list[Where]:
    """The places of the level that lie in the area."""
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
