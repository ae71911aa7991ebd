"""Of sites that somebody has still to say something about, and of units for which nobody speaks."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.urls import reverse

from ledger.models import Site
from ledger.sites import telling_apart
from reports.todo.item import Source, ToDo
from shanyin_charging import clock
from targets.models import Holder, Post, Unit
from targets.months import Month
from targets.plan import queries


def without_place(who: Holder) -> list[QuerySet[Unit]]:
    """The units of the person that keep sites of which nobody has said in what sort of place they
    stand."""
    gone = [*queries.kinds_gone()] if who.units else []
    if not gone:
        return []
    keepers = Site.objects.served().standing().filter(kind__in=gone, keeper__in=who.units)
    return [Unit.objects.filter(pk__in=keepers.values("keeper"))]


def of_keepers(found: Sequence[Unit]) -> Iterable[ToDo]:
    """All such sites of a unit at once."""
    gone = list(queries.kinds_gone()) if found else []
    for unit in found:
        count = Site.objects.served().standing().filter(keeper=unit, kind__in=gone).count()
        yield ToDo(
            f"{unit}有{count}处站点没有说在什么场所",
            "以前只登记为“公共充电站”；请逐处打开，选它所在的场所。",
            "去选",
            f"{reverse('sites')}?kind={gone[0]}",
        )


def undivided(who: Holder) -> list[QuerySet[Site]]:
    """The sites where piles left before 停用 and 拆除 were told apart."""
    found = telling_apart.of_units(who.units) if who.units else []
    return [Site.objects.filter(pk__in=[site.pk for site in found])] if found else []


def of_sites(found: Sequence[Site]) -> Iterable[ToDo]:
    """What left a site."""
    for site in found:
        yield ToDo(
            f"{site}减少的桩没有说是停用还是拆除",
            "以前是合在一起报的；请在站点页上逐笔选一次。",
            "去说明",
            reverse("site", args=[site.pk]),
        )


def voiceless(who: Holder) -> list[QuerySet[Unit]]:
    """Member units for which nobody holds a post today in which returns are written."""
    if not who.user.keeps_accounts:
        return []
    today = clock.today()
    held = Post.objects.writing().held_on(today)
    members = Unit.objects.members(queries.plan_for(Month.of(today)), today)
    return [members.exclude(posts__in=held)]


def of_voiceless(found: Sequence[Unit]) -> Iterable[ToDo]:
    """A unit that cannot report."""
    for unit in found:
        yield ToDo(
            f"{unit}没有填报人",
            "建账号、设岗位以后，才能上报、签收。",
            "去设岗位",
            f"{reverse('people')}?new={unit.code}#new",
        )


SOURCES = (
    Source(without_place, of_keepers),
    Source(undivided, of_sites),
    Source(voiceless, of_voiceless),
)
