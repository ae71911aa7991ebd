"""What a draft says that does not agree with itself or is left open: told, and kept as printed."""

from collections.abc import Iterator

from targets import arithmetic
from targets.models import Part
from targets.plan.draft import Draft, Fault
from targets.plan.known import Known
from targets.plan.sheets import BY_NAME
from targets.plan.words import MEMBERS, TOWNSHIPS

DECLARE = "照印的数作目标，请在“存疑”表加一行写明"


def doubt(subject: str, row: int, says: str) -> Fault:
    """A doubt about a row of a subject."""
    return Fault(BY_NAME[subject].title, row, says)


def found(draft: Draft, known: Known) -> Iterator[Fault]:
    """All of them."""
    yield from of_sums(draft)
    yield from of_opening(draft, known)
    yield from of_falling(draft)
    yield from of_places(draft, known)
    yield from of_pace(draft)
    yield from of_idle(draft)
    yield from of_term(draft, known)


def of_sums(draft: Draft) -> Iterator[Fault]:
    """Rows and years that do not add up to what is printed, unless a discrepancy says so."""
    for number, row in draft.numbered("quotas"):
        values = [row[str(year)] for year in draft.years if str(year) in row]
        check = arithmetic.Check("", sum(values), row.get("total", sum(values)))
        known = check.holds or arithmetic.declared(check, issues(draft))
        if not known and len(values) == len(draft.years):
            said = f"各年相加是{check.computed}，合计印的是{check.printed}：{DECLARE}"
            yield doubt("quotas", number, said)
    for check in sums(draft):
        if not check.acceptable:
            said = f"{check.name}＝{check.computed}，印的是{check.printed}：{DECLARE}"
            yield doubt("targets", 0, said)


def sums(draft: Draft) -> list[arithmetic.Check]:
    """The plan's own sums: quotas against additions, additions against what is in place."""
    quota = {
        year: sum(row.get(str(year)) or 0 for row in draft.of("quotas")) for year in draft.years
    }
    added, in_place = values(draft, Part.ADDED), values(draft, Part.IN_PLACE)
    return arithmetic.checks(quota if draft.of("quotas") else {}, added, in_place, issues(draft))


def implied(draft: Draft) -> arithmetic.Implied | None:
    """The public piles before the draft, as its targets imply them; None where they do not."""
    if not draft.years:
        return None
    added, in_place = values(draft, Part.ADDED), values(draft, Part.IN_PLACE)
    return arithmetic.implied(draft.years[0], added, in_place)


def issues(draft: Draft) -> list[arithmetic.Issue]:
    """What the draft says of itself that does not agree."""
    return [(row.get("code", ""), row.get("issue", "")) for row in draft.of("discrepancies")]


def values(draft: Draft, part: Part) -> dict[int, int]:
    """Year to the county's target of the indicator that plays a part."""
    codes = [row.get("code") for row in draft.of("indicators") if row.get("plays") == part]
    rows = [row for row in draft.of("targets") if row.get("indicator") in codes]
    return {
        row["year"]: row["value"]
        for row in rows
        if row.get("value") is not None and row.get("year")
    }


def of_opening(draft: Draft, known: Known) -> Iterator[Fault]:
    """A county's first plan that does not say with how many piles it begins."""
    if known.plans or not draft.years or implied(draft):
        return
    said = "推不出方案开始时已有多少公共充电桩（首个印了保有量的年份，减去到那年为止各年的新增）"
    yield doubt("targets", 0, f"{said}：建账时不记推算数，期初以逐处清单为准")


def of_falling(draft: Draft) -> Iterator[Fault]:
    """What is in place is to be more in a later year."""
    kept = {r.get("code") for r in draft.of("indicators") if r.get("window") == "to_date"}
    last: dict[tuple, int] = {}
    for number, row in draft.numbered("targets"):
        value, key = row.get("value"), (row.get("indicator"), row.get("strength"))
        if row.get("indicator") not in kept or value is None or row.get("direction") != "at_least":
            continue
        if value < last.get(key, 0):
            said = f"比前一年的目标还低（{last[key]}、{value}）：请核对，确实如此的{DECLARE}"
            yield doubt("targets", number, said)
        last[key] = value


def of_places(draft: Draft, known: Known) -> Iterator[Fault]:
    """As many townships and villages as there are."""
    across = {row.get("code"): row.get("across") for row in draft.of("indicators")}
    county = draft.plan.get("county", "")
    for number, row in draft.numbered("targets"):
        kind, of = across.get(row.get("indicator")), row.get("of")
        there = len(known.below(county, kind)) if kind in ("township", "village") else of
        if of and of != there:
            yield doubt("targets", number, f"总数写{of}处，本县现有{there}处：{DECLARE}")


def of_pace(draft: Draft) -> Iterator[Fault]:
    """Years whose months have nothing to be judged against."""
    aims = {(row.get("indicator"), row.get("year")) for row in draft.of("targets")}
    yearly = [row for row in draft.of("indicators") if row.get("window") == "year"]
    for row in yearly:
        code = row.get("code")
        missing = [year for year in draft.years if (code, year) not in aims]
        if missing and len(missing) < len(draft.years):
            years = "、".join(map(str, missing))
            said = f"指标“{code}”{years}年没有目标：这一年各月没有序时进度可比，只列数不评价"
            yield doubt("targets", 0, said)


def of_idle(draft: Draft) -> Iterator[Fault]:
    """Tasks that nobody is named under, members and townships that are named under none."""
    named = draft.codes("duties", "clause")
    for number, row in draft.numbered("clauses"):
        if row.get("task") and row.get("code") not in named:
            yield doubt("clauses", number, f"任务{row['task']}没有责任单位：没有人报它的进展")
    units = draft.codes("duties", "unit")
    for number, row in draft.numbered("units"):
        among = MEMBERS in units or (row.get("kind") == "township" and TOWNSHIPS in units)
        if row.get("member") and row.get("code") not in units and not among:
            yield doubt("units", number, f"成员单位“{row.get('name')}”没有一项职责")


def of_term(draft: Draft, known: Known) -> Iterator[Fault]:
    """Townships of the county that are no units, and plans whose years overlap."""
    areas = draft.codes("units", "area")
    left = [
        code for code in known.below(draft.plan.get("county", ""), "township") if code not in areas
    ]
    if left and draft.of("units"):
        yield doubt("units", 0, f"本县有{len(left)}个乡（镇）没有列入：{'、'.join(left)}")
    first, last = (draft.plan.get(name, "") for name in ("starts_on", "ends_on"))
    for code, (number, starts, ends) in known.plans.items():
        if code != draft.plan.get("code") and first and first <= ends and starts <= last:
            said = f"方案期和{number}（{starts}至{ends}）重叠：从启用日起改按这一份评价"
            yield doubt("plan", draft.fields.get("starts_on", 0), said)
