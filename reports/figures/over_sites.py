"""Indicators that go across registered sites of a kind (pure)."""

from dataclasses import replace
from decimal import Decimal

from ledger.entries.facts import Facts, Selection
from reports.figures.definition import (
    Definition,
    Setting,
    blank,
    is_level,
    select,
)
from reports.figures.figure import (
    NO_DENOMINATOR,
    NO_REGISTER,
    UNREPORTED,
    Figure,
    Where,
)
from targets.measures import MEASURES
from targets.months import Month


def site_ratio(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting
) -> Figure:
    """Over sites: the sums of those where both sides are known; the registered others are named,
    never guessed. What has left the register, with no piles, is none of them."""
    over = select(definition, where, month, definition.over, causes=(), since=None)
    gone = out_of_register(definition, facts, where, month)
    told, observed = facts.latest_by_site(over), None
    spaces = {site: number for site, number in told.items() if site not in gone}
    if is_level(definition.counts):
        observed = facts.latest_by_site(
            select(definition, where, month, definition.counts, causes=(), since=None)
        )
    registered = in_register(facts, replace(over, measures=("registered",)))
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
    parts = side(counted, where, month, piles), side(below, where, month, whole)
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


def register_of(definition: Definition, where: Where, month: Month) -> Selection:
    """The words on the register that an indicator goes across."""
    register = select(definition, where, month, definition.counts, causes=(), since=None)
    return replace(register, measures=("registered",))


def held_at(definition: Definition, facts: Facts, where: Where, month: Month) -> dict[int, int]:
    """Id of each site in the register, or come with piles, to how much it has of what is
    counted."""
    held = facts.sums(select(definition, where, month, definition.counts), "site")
    come = {site for site, piles in held.items() if site and piles > 0}
    sites = in_register(facts, register_of(definition, where, month)) | come
    return {site: held[site] for site in sites}


def out_of_register(definition: Definition, facts: Facts, where: Where, month: Month) -> set[int]:
    """Ids of the sites of which the newest word is that they left the register, and at which no
    piles stand."""
    piles = select(definition, where, month, "pile", causes=(), since=None)
    words, held = (
        facts.latest_by_site(register_of(definition, where, month)),
        facts.sums(piles, "site"),
    )
    return {site for site, stays in words.items() if not stays and held[site] <= 0}


def in_register(facts: Facts, register: Selection) -> set[int]:
    """Ids of the sites that are in the register, by the newest word on each."""
    return {site for site, stays in facts.latest_by_site(register).items() if stays}


def side(selection: Selection, where: Where, month: Month, value: int) -> Figure:
    """One side of the ratio as a figure of its own."""
    measure = MEASURES[selection.measures[0]]
    return Figure(
        "",
        "",
        measure.name,
        where,
        measure.unit,
        month,
        "total",
        value,
        selections=(selection,),
    )


def sites_of_power(
    definition: Definition, facts: Facts, where: Where, month: Month
) -> tuple[int, ...]:
    """Ids of the sites whose public piles have at least the threshold's kilowatts each, on the
    average of a site: the ledger knows of no pile's own."""
    piles, power = (
        facts.sums(select(definition, where, month, group, causes=(), since=None), "site")
        for group in ("public_pile", "public_power")
    )
    least = definition.threshold * MEASURES["public_power"].scale
    return tuple(sorted(s for s, n in piles.items() if s and n > 0 and power[s] >= least * n))


def site_coverage(
    definition: Definition, facts: Facts, where: Where, month: Month, setting: Setting
) -> Figure:
    """How many sites of a kind have enough: of those in the register and those that have come with
    piles. How many there are is what the office has put on record, or what is known once the units
    that keep the register say that it is whole; until then there is no share."""
    register = register_of(definition, where, month)
    selection = select(definition, where, month, definition.counts)
    sites = held_at(definition, facts, where, month)
    lacking = [site for site, held in sites.items() if held < definition.threshold]
    partial = bool(sites) and not definition.size and not definition.whole
    return blank(
        definition,
        where,
        month,
        value=len(sites) - len(lacking) if sites else None,
        of=max(len(sites), definition.size or 0),
        partial=partial,
        note=f"登记册未报全，已知{len(sites)}处" if partial else "",
        missing=tuple(sorted(setting.sites.get(site, str(site)) for site in lacking)),
        why="" if sites else NO_REGISTER,
        selections=(register, selection),
    )
