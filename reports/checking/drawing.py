"""抽取: which sites are looked at, and who goes, by a seed that is printed."""

import secrets
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from ledger.models import Ledger, Site
from reports.checking import differences, lot, rules
from reports.models import Round, Visit
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Area, Unit
from targets.plan import queries

ALL = "全部有桩的站点"
TWO = 2  # people who go


def candidates(
    unit: Unit | None = None, township: Area | None = None, kind: str = ""
) -> list[Site]:
    """The sites at which the ledger has piles, in the order of their numbers; of a unit, in a
    township, of a kind where these are given."""
    found = Site.objects.served().standing()
    found = found.filter(keeper=unit) if unit else found
    found = found.filter(area__code__startswith=township.code) if township else found
    found = found.filter(kind=kind) if kind else found
    sites = list(found.select_related("area__parent", "keeper").order_by("pk"))
    ledger = differences.all_expected(sites)
    return [site for site in sites if ledger[site.pk]["dc"] or ledger[site.pk]["ac"]]


def propose_seed() -> str:
    """A seed that nobody has foreseen."""
    return f"{clock.today():%Y%m%d}-{secrets.randbelow(10**6):06}"


def draw(
    user: User,
    held_on: date,
    seed: str,
    people: Sequence[str],
    number: int,
    percent: bool = False,
    unit: Unit | None = None,
    township: Area | None = None,
    kind: str = "",
) -> Round:
    """Draw so many sites, or such a share of them, and two of the people; what is drawn stays."""
    require(rules.can_draw(user))
    with transaction.atomic():
        county = queries.served()
        Ledger.objects.select_for_update(no_key=True).get(county=county)
        pool = {site.pk: site for site in candidates(unit, township, kind)}
        size = lot.share(len(pool), number) if percent else number
        refuse(held_on, seed, people, size, len(pool))
        first, second = lot.in_order(seed, people)[:TWO]
        made = Round.objects.create(
            county=county,
            held_on=held_on,
            among=in_words(unit, township, kind),
            asked=f"{number}{'%' if percent else '处'}",
            seed=seed,
            pool=list(pool),
            people=list(people),
            first=first,
            second=second,
            made_by=user,
            made_at=clock.now(),
        )
        drawn = [pool[number] for number in lot.in_order(seed, pool)[:size]]
        Visit.objects.bulk_create(
            Visit(round=made, position=place, site=site, unit=site.keeper)
            for place, site in enumerate(drawn, start=1)
        )
        after = {"seed": seed, "among": made.among, "asked": made.asked, "candidates": len(pool)}
        after |= {"drawn": [site.name for site in drawn], "first": first, "second": second}
        journal.record(user, "draw_check", made, after=after)
        return made


def refuse(held_on: date, seed: str, people: Sequence[str], size: int, pool: int) -> None:
    """Raises Refused for what cannot be drawn."""
    if held_on < clock.today():
        raise Refused("核查日期不能早于今天：先抽取，后核查", at="held_on")
    if len(set(people)) < max(TWO, len(people)):
        raise Refused("核查人员至少填两位，每行一位，不能重名", at="people")
    if not pool:
        told = "没有符合条件、台账上有桩的站点，请放宽“只抽哪个单位、哪个乡（镇）、哪类场所”"
        raise Refused(told, at="number")
    if not 0 < size <= pool:
        told = f"符合条件、台账上有桩的站点有{pool}处，请把要抽的数量填在1到{pool}之间"
        raise Refused(told, at="number")
    if Round.objects.served().filter(seed=seed).exists():
        raise Refused(f"种子{seed}已经用过，每次抽取要用新的种子", at="seed")


def in_words(unit: Unit | None, township: Area | None, kind: str) -> str:
    """From which sites it is drawn."""
    names = queries.kind_names(queries.plan_of_today())
    parts = [f"{unit}报送" if unit else "", f"在{township.name}" if township else ""]
    said = "、".join(part for part in [*parts, names.get(kind, kind)] if part)
    return f"{said}，有桩的站点" if said else ALL
