"""Of sites and projects that somebody has still to say something about, and of units for which
nobody speaks."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, Q, QuerySet, Subquery
from django.urls import reverse

from ledger.entries import construction
from ledger.entries.construction import UnderWay
from ledger.lines import projects
from ledger.models import Construction, Site
from ledger.returns import overdue
from ledger.sites import telling_apart
from reports.todo.item import Source, ToDo
from shanyin_charging import clock
from targets.models import Holder, Post, Unit
from targets.months import Month
from targets.plan import queries

FEW = 3  # units whose people are made one by one


def without_place(who: Holder) -> list[QuerySet[Unit]]:
    """The units of the person that keep sites of which nobody has said in what sort of place they
    stand."""
    if not who.units:
        return []
    kept = Site.objects.served().standing().filter(keeper__in=who.units)
    keepers = kept.filter(kind__in=queries.kinds_gone().order_by())
    return [Unit.objects.filter(pk__in=keepers.values("keeper"))]


def of_keepers(found: Sequence[Unit]) -> Iterable[ToDo]:
    """All such sites of a unit at once."""
    gone = list(queries.kinds_gone())
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


def late(who: Holder) -> list[QuerySet[Construction]]:
    """The projects of the units whose returns the person writes that were to be in service by
    now."""
    found = overdue.overdue(who.writes) if who.writes else []
    numbers = [project.construction.pk for project in found]
    return [Construction.objects.filter(pk__in=numbers)] if numbers else []


def of_projects(found: Sequence[Construction]) -> Iterable[ToDo]:
    """A project, with the day that is past; it is told of in the month that is open."""
    numbers = {one.pk for one in found}
    told = construction.projects(queries.served()) if numbers else []
    for project in told:
        if project.construction.pk in numbers:
            yield ToDo(
                f"在建项目　{project.place}",
                projects.overdue_words(project, clock.today()) + "。",
                "去报",
                where_told(project),
                "在建",
            )


def where_told(project: UnderWay) -> str:
    """The form of the month in which the unit may tell of it; the project's page before that is
    open."""
    unit = project.construction.unit.merged_into or project.construction.unit
    if period := overdue.open_period(unit, project):
        return reverse("fill_return", args=[period.pk, unit.code]) + "#projects"
    return reverse("construction", args=[project.construction.pk])


def without_officer() -> QuerySet[Unit]:
    """Member units for which nobody holds a post today in which returns are written."""
    today = clock.today()
    held = Post.objects.writing().held_on(today)
    members = Unit.objects.members(queries.plan_for(Month.of(today)), today)
    return members.exclude(posts__in=held)


def voiceless(who: Holder) -> list[QuerySet[Unit]]:
    """Each of such units while they are few; the first, which stands for all, once they are
    more."""
    if not who.user.keeps_accounts:
        return []
    found = without_officer().order_by("pk")
    are_few, is_first = ~Exists(found[FEW:]), Q(pk=Subquery(found.values("pk")[:1]))
    return [found.filter(are_few | is_first)]


def of_voiceless(found: Sequence[Unit]) -> Iterable[ToDo]:
    """A unit that cannot report, or all of them, whose people are made by one sheet."""
    number = without_officer().count() if found else 0
    if number > FEW:
        yield ToDo(
            f"{number}个成员单位没有填报人",
            "下载人员表，填好姓名和电话传上来，账号和岗位一次建完，单位才能上报、签收。",
            "用表格建",
            reverse("people_in"),
        )
        return
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
    Source(late, of_projects),
    Source(voiceless, of_voiceless),
)
