"""Of field checks: what was drawn and nobody has looked at, and what was found."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from reports.checking import course
from reports.models import Finding, Round, Visit
from reports.todo.item import Source, ToDo, from_table
from shanyin_charging import clock, dates
from shanyin_charging.lifecycle.transitions import Wait
from targets.models import Holder


def findings() -> QuerySet[Finding]:
    """Those of the county."""
    return Finding.objects.served().select_related("unit", "visit__site")


def of_findings(wait: Wait, found: Sequence[Any]) -> Iterable[ToDo]:
    """What was found: where, what, and by when it is to be answered."""
    for finding in found:
        by = dates.official_date(finding.reply_by)
        late = "，已过时限" if finding.is_overdue(clock.today()) else ""
        yield ToDo(
            f"{finding.visit.site}（{finding.get_kind_display()}）：{finding.text[:60]}",
            wait.says.format(unit=finding.unit, by=by, late=late),
            wait.button,
            reverse("finding", args=[finding.pk]),
            "现场核查",
            since=finding.moved_at or datetime.combine(finding.found_on, time(0), clock.ZONE),
        )


def unseen(who: Holder) -> list[QuerySet[Round]]:
    """The rounds of which sites are left."""
    left = Visit.objects.served().filter(round=OuterRef("pk"), done_at=None)
    return [Round.objects.served().filter(Exists(left))] if who.user.reviews else []


def of_rounds(found: Sequence[Round]) -> Iterable[ToDo]:
    """A round: who goes when, and how many sites are left."""
    rows = Visit.objects.served().filter(round__in=found).values("round")
    left = dict(rows.annotate(n=Count("pk", filter=Q(done_at=None))).values_list("round", "n"))
    for one in found:
        yield ToDo(
            f"{dates.official_date(one.held_on)}现场核查",
            f"{one.first}、{one.second}去，还有{left[one.pk]}处没有核查。",
            "去核查",
            reverse("round", args=[one.pk]),
            "现场核查",
            since=one.made_at,
        )


SOURCES = (
    *from_table(course.TRANSITIONS, findings, of_findings),
    Source(unseen, of_rounds),
)
