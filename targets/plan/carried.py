"""What a new plan takes from the one before it: proposed to who brings it in, never typed again."""

from collections.abc import Iterator
from datetime import date

from targets.models import Plan, Post, Unit, holding
from targets.months import Month
from targets.plan.above import CARRIED, tellers
from targets.plan.draft import Draft

Told = tuple[str, str]  # what is taken over, and how


def told(draft: Draft) -> list[Told]:
    """All that goes on; nothing for a plan that is loaded already, or has none before it."""
    code, county = draft.plan["code"], draft.plan["county"]
    plans = list(Plan.objects.filter(county__code=county))
    starts_on = date.fromisoformat(draft.plan["starts_on"])
    if not plans or code in {plan.code for plan in plans}:
        return []
    before = holding(plans, Month.of(starts_on) - 1)
    told_of = [*of_units(draft, before)]
    for tell in tellers(CARRIED):
        told_of += tell(draft, before)
    return told_of


def of_units(draft: Draft, before: Plan) -> Iterator[Told]:
    """The members that stay with their posts, those that go, those that come and for whom nobody
    speaks."""
    was = {unit.code: unit.name for unit in Unit.objects.members(before)}
    now = {row["code"]: row["name"] for row in draft.of("units") if row["member"]}
    spoken = Post.objects.of(before.county).held_on(date.fromisoformat(draft.plan["starts_on"]))
    voices = set(spoken.writing().values_list("unit__code", flat=True))
    yield "成员单位", f"{len(was.keys() & now.keys())}家接着报送，账号和岗位不变"
    for word, codes in (
        ("不再报送", [code for code in was if code not in now]),
        ("新增的成员单位", [code for code in now if code not in was]),
        ("还没有填报人", [code for code in now if code not in voices]),
    ):
        if codes:
            yield word, "、".join((was | now)[code] for code in codes)
    people = {(one.name, one.unit_as_printed) for one in before.appointments.all()}
    named = [(row["name"], row["unit_as_printed"]) for row in draft.of("appointments")]
    if named:
        same = sum(one in people for one in named)
        yield "专班成员", f"共{len(named)}人，其中{same}人和原方案相同"
