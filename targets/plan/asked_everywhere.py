"""What the portal asks of every county, whether its own plan does or not: the questions about its
door, its ladder, its reminders and its papers, in the words of the shipped plan."""

import json
from functools import cache

from django.conf import settings
from django.db.models import Max

from targets.models import Area, Plan, Question
from targets.plan.draft import Row

SUBJECTS = ("door:", "ladder:", "naming:", "papers:", "burden:")
SHIPPED = settings.ROOT / "fixtures" / "shanyin_2024" / "questions.json"
PLACE = 900  # of the first that a plan itself does not ask
TOLD = ("subject", "title", "hint", "kind", "default_words")


@cache
def rows() -> list[Row]:
    """The shipped ones."""
    found = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return [row for row in found if row["subject"].startswith(SUBJECTS)]


def ask() -> int:
    """Ask of each county that has a plan what none of its plans asks; returns how many questions
    were missing."""
    counties = Area.objects.filter(pk__in=Plan.objects.values("county"))
    return sum(map(ask_of, counties))


def ask_of(county: Area) -> int:
    """Ask it of one county, beside what its first plan asks."""
    asked = set(Question.objects.filter(plan__county=county).values_list("subject", flat=True))
    plan = Plan.objects.filter(county=county).order_by("starts_on", "pk").first()
    last = Question.objects.filter(plan=plan, position__gte=PLACE).aggregate(at=Max("position"))
    missing = [row for row in rows() if row["subject"] not in asked]
    Question.objects.bulk_create(
        Question(plan=plan, position=place, **{name: row[name] for name in TOLD})
        for place, row in enumerate(missing, start=(last["at"] or PLACE - 1) + 1)
    )
    return len(missing)
