"""Of what units ask to be coordinated."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from reports.coordination import course
from reports.models import Matter
from reports.todo.item import ToDo, from_table
from shanyin_charging import clock, dates
from shanyin_charging.lifecycle.transitions import Wait


def matters() -> QuerySet[Matter]:
    """Those of the county."""
    return Matter.objects.served().select_related("raiser", "solver")


def of_matters(wait: Wait, found: Sequence[Any]) -> Iterable[ToDo]:
    """A matter: who asks for what, and by when it is to be answered."""
    for matter in found:
        by = dates.official_date(matter.answer_by) if matter.answer_by else ""
        late = "，已过时限" if matter.is_overdue(clock.today()) else ""
        says = wait.says.format(raiser=matter.raiser, solver=matter.solver, by=by, late=late)
        yield ToDo(
            f"{matter.raiser}需协调（{matter.get_kind_display()}）：{matter.text[:60]}",
            says,
            wait.button,
            reverse("matter", args=[matter.pk]),
            "需协调事项",
            since=matter.moved_at or datetime.combine(matter.raised_on, time(0), clock.ZONE),
        )


SOURCES = (*from_table(course.TRANSITIONS, matters, of_matters),)
