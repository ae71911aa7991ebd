"""What stands of projects that are under way: what their lines would say again, and say once the
piles are in service."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ledger import checks
from ledger.entries.construction import UnderWay
from ledger.lines.base import NEW_SITE
from ledger.lines.scope import UNCREDITED, Scope
from ledger.models import ConstructionWord, Line, LineKind
from shanyin_charging import clock
from targets.measures import MEASURES


def standing(scope: Scope, key: str) -> Iterator[Line]:
    """A line, never saved, for each project of the unit, as it was told last."""
    for project in scope.projects.values():
        yield Line(kind=LineKind.BUILDING, key=key, typed=again(project), values=values_of(project))


def again(project: UnderWay) -> dict[str, str]:
    """What the form of a project holds where nothing has changed."""
    word = project.word
    return {
        "construction": str(project.construction.pk),
        "public": "1" if word.public else "0",
        "dc": str(word.dc or ""),
        "ac": str(word.ac or ""),
        "power": power_of(word.power),
        "credited_to": project.row or UNCREDITED,
        "stage": word.stage,
        "expected_on": word.expected_on.isoformat() if word.expected_on else "",
        "obstacle_kind": word.obstacle_kind,
        "obstacle": word.obstacle,
    }


def values_of(project: UnderWay) -> dict[str, Any]:
    """What such a line is read as."""
    word = project.word
    named = ("public", "dc", "ac", "power", "stage", "obstacle_kind", "obstacle", "end", "reason")
    return {
        **{name: getattr(word, name) for name in named},
        "construction": project.construction.pk,
        "site": None,
        "credited_to": project.row or "",
        "expected_on": word.expected_on.isoformat() if word.expected_on else "",
    }


def in_service(project: UnderWay, scope: Scope) -> dict[str, str]:
    """What the form of new piles holds when all that was being built is in service: on the expected
    day where that has come and is of the period, else on the last day that may be told."""
    last = min(clock.today(), scope.period.ends_on)
    day, place = project.expected_on, project.construction
    known = place_of(project, scope)
    said = again(project)
    return {
        "site": known or NEW_SITE,
        "site_name": "" if known else place.name,
        "site_kind": "" if known else place.site_kind,
        "village": "" if known else place.area.code,
        **({"at_seat": "on"} if place.at_seat and not known else {}),
        **{name: said[name] for name in ("public", "dc", "ac", "power", "credited_to")},
        "connectors": str(project.piles),
        "on": (day if day and scope.period.starts_on <= day <= last else last).isoformat(),
        "construction": said["construction"],
    }


def place_of(project: UnderWay, scope: Scope) -> str:
    """The site at which a project is built, as it is picked; empty where there is none yet."""
    found = str(project.site.pk) if project.site else ""
    return found if found in scope.sites else ""


def told_already(scope: Scope, cleaned: Mapping[str, Any]) -> UnderWay | None:
    """A project that stands, or may well stand, at the place of a line."""
    site, village = cleaned.get("site"), scope.village_now.get(cleaned.get("village") or "")
    for project, at, area, name in scope.building_at:
        if (at and at == site) or (area == village and checks.alike(cleaned["site_name"], name)):
            return project
    return None


def days_over(word: ConstructionWord, today: date) -> int:
    """By how many days its expected day is past, while it is under way; 0 where it is not."""
    day = word.expected_on
    return max((today - day).days, 0) if day and not word.end else 0


def overdue_words(project: UnderWay, today: date) -> str:
    """That its expected day is past, and by how much; empty where it is not."""
    day, days = project.expected_on, days_over(project.word, today)
    if not day or not days:
        return ""
    return f"预计{day.month}月{day.day}日投运，已过{days}天：投运了就报，没有就改日期"


def moved_words(project: UnderWay) -> str:
    """Which days were told before, where the expected day has moved."""
    before = "、".join(day.isoformat() for day in project.moved)
    return f"原预计{before}，改为{project.expected_on}" if before else ""


def power_of(tenths: int | None) -> str:
    """A total power in kilowatts; empty where nobody has said it."""
    return MEASURES["public_power"].in_units(tenths) if tenths else ""
