"""How a matter is raised: at once, with a month's return, or from what holds up a site."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from ledger.entries.construction import UnderWay
from ledger.models import Ledger, LineKind, Obstacle, Site, Submission
from reports.coordination import course, rules
from reports.models import Matter
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.transitions import Refused, require, require_words
from targets.models import Holder, Unit
from targets.months import Month
from targets.plan import queries


def raise_matter(
    user: User,
    raiser: Unit,
    kind: str,
    text: str,
    about: str = "",
    site: Site | None = None,
) -> Matter:
    """Put before the office what a unit cannot solve alone."""
    require(rules.can_raise(user, raiser))
    return put_forward(user, raiser, kind, text.strip(), about.strip(), site)


def put_forward(
    user: User,
    raiser: Unit,
    kind: str,
    text: str,
    about: str = "",
    site: Site | None = None,
    line_key: str = "",
) -> Matter:
    """A matter of a unit, by whoever may speak for it here."""
    with transaction.atomic():
        Ledger.objects.select_for_update(no_key=True).get(county=raiser.county_id)
        if kind not in Obstacle.values:
            raise Refused("请选择是哪一类")
        require_words("需要协调什么", text, course.LONGEST)
        made = Matter.objects.create(
            county=raiser.county,
            raiser=raiser,
            kind=kind,
            text=text,
            about=about[:120],
            site=site,
            line_key=line_key,
            raised_on=clock.today(),
        )
        said = {"raiser": str(raiser), "kind": str(made.get_kind_display()), "text": text}
        after = {**said, "about": made.about} if made.about else said
        course.note(user, course.RAISED, made, after=after)
        return made


def raisers(user: User) -> list[Unit]:
    """The units for which the person may raise a matter."""
    if not user.reviews:
        return [unit for unit in Holder(user).writes if unit.merged_into_id is None]
    today = clock.today()
    return list(Unit.objects.members(queries.plan_for(Month.of(today)), today))


def about(
    unit: Unit, kind: str = "", text: str = "", place: str = "", site: Site | None = None
) -> str:
    """The address of a form that is filled in with what is known of an obstacle, for the page that
    shows it."""
    given = {"unit": unit.code, "kind": kind, "text": text, "about": place[:120]}
    given["site"] = str(site.pk) if site else ""
    return f"{reverse('raise_matter')}?{urlencode({k: v for k, v in given.items() if v})}"


def offered(user: User, unit: Unit, **known: Any) -> str:
    """That address on a page of a unit; empty for who raises nothing for it."""
    return about(unit, **known) if rules.can_raise(user, unit) else ""


@dataclass(frozen=True)
class Way:
    """From something that is being built to others' help: the matter that was raised, or the form
    that raises one."""

    address: str
    word: str


def of_project(user: User, project: UnderWay, raised: Iterable[Matter]) -> Way | None:
    """The way for what is being built; None for who has none. Of what its unit has `raised` the
    open matter about the same place is it."""
    about_it = (one for one in raised if one.about == project.place[:120])
    if known := next(about_it, None):
        return Way(reverse("matter", args=[known.pk]), "协调中")
    word = project.word
    where = {"place": project.place, "site": project.site}
    told = {"kind": word.obstacle_kind, "text": word.obstacle}
    address = offered(user, project.construction.unit, **told, **where)
    return Way(address, "提请协调") if address else None


def of_site(user: User, site: Site) -> Way | None:
    """The way for a site; None for who has none. The open matter that its keeper has raised about
    it is it."""
    if known := raised_by(user, site.keeper).filter(site=site).first():
        return Way(reverse("matter", args=[known.pk]), "协调中")
    address = offered(user, site.keeper, place=site.name, site=site)
    return Way(address, "提请协调") if address else None


def raised_by(user: User, unit: Unit) -> QuerySet[Matter]:
    """What a unit has raised and has not agreed to be solved, as far as the person may see it."""
    return Matter.objects.visible_to(user, clock.today()).open().filter(raiser=unit)


def of_return(user: User, submission: Submission) -> None:
    """What a return that is handed in asks to be coordinated becomes a matter, once a line: also
    when it comes back and is handed in again; whoever may hand it in raises it."""
    lines = submission.current.lines.filter(kind=LineKind.WORK)
    told = {line.key: line.read_as for line in lines if line.read_as.get("matter")}
    raised = Matter.objects.of(submission.unit.county).filter(line_key__in=told)
    known = set(raised.values_list("line_key", flat=True))
    for key, said in told.items():
        if key not in known:
            unit, kind, text = submission.unit, said["matter_kind"], said["matter"]
            put_forward(user, unit, kind, text, line_key=key)
