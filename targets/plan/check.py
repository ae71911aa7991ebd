"""方案体检: everything that is wrong with a draft of a plan, told at once, and what in it does not
agree with itself, which is told and stays as printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from targets.plan import check_aims, check_questions, check_units, doubts
from targets.plan.differences import GONE, between
from targets.plan.draft import Draft, Fault
from targets.plan.folder import AREAS
from targets.plan.known import Known
from targets.plan.sheets import BY_NAME
from targets.plan.words import MEMBERS, TOWNSHIPS

SLUG = re.compile(r"[-a-zA-Z0-9_]+"), "字母、数字、横线和下划线"
# How the codes of each subject are spelt: they stand in addresses, those of units and indicators
# also in the keys of figures, which are bookmarks of at most 40 characters in Word.
SPELT = {
    "plan": SLUG,
    "clauses": SLUG,
    "units": (re.compile(r"[a-z0-9_]+"), "小写字母、数字和下划线"),
    "place_kinds": SLUG,
    "indicators": (re.compile(r"[A-Z][A-Z0-9]{0,3}"), "大写字母和数字，字母开头，最多4位，如 A1"),
    "discrepancies": SLUG,
}
NO_ROW = "none"  # where a unit's code stands: of what counts for no row of the quotas
MOST_YEARS = 10
TREE = ("township", "village")
# (subject, field, the subject whose codes it names)
REFERENCES = (
    ("clauses", "parent", "clauses"),
    ("units", "supervisor", "units"),
    ("aliases", "unit", "units"),
    ("appointments", "unit", "units"),
    ("duties", "clause", "clauses"),
    ("duties", "unit", "units"),
    ("indicators", "clauses", "clauses"),
    ("targets", "indicator", "indicators"),
    ("targets", "clause", "clauses"),
    ("quotas", "unit", "units"),
    ("milestones", "indicator", "indicators"),
    ("discrepancies", "clauses", "clauses"),
    ("questions", "discrepancy", "discrepancies"),
    ("questions", "indicators", "indicators"),
)
# (subject, what of it must be there once, what that is in words)
ONCE = (
    ("clauses", ("code",), "编号"),
    ("clauses", ("task",), "任务号"),
    ("units", ("code",), "编号"),
    ("units", ("name",), "名称"),
    ("units", ("area",), "区划代码"),
    ("aliases", ("name",), "写法"),
    ("appointments", ("position",), "次序"),
    ("place_kinds", ("code",), "编号"),
    ("place_kinds", ("name",), "类别"),
    ("duties", ("clause", "unit"), "条款和单位"),
    ("indicators", ("code",), "编号"),
    ("targets", ("indicator", "year", "strength"), "指标、年度和力度"),
    ("quotas", ("unit",), "单位"),
    ("milestones", ("indicator", "year"), "指标和年度"),
    ("discrepancies", ("code",), "编号"),
    ("questions", ("subject",), "事项"),
)
NEEDED = ("clauses", "units", "indicators", "targets", "duties")


@dataclass(frozen=True)
class Findings:
    """What must be mended, and what does not agree with itself or is left open."""

    faults: list[Fault]
    doubts: list[Fault]


def examine(draft: Draft, known: Known, before: Draft | None = None) -> Findings:
    """All that is found in a draft; `before` is the plan of the same code that is loaded."""
    checks = (
        empty_sheets(draft),
        term(draft, known),
        codes(draft),
        vocabulary(draft),
        places(draft),
        doubles(draft),
        references(draft),
        order_of_clauses(draft),
        check_units.faults(draft, known),
        check_aims.faults(draft, known),
        check_questions.faults(draft),
        taken_away(draft, before),
    )
    found = [fault for check in checks for fault in check]
    order = {sheet.title: place for place, sheet in enumerate(BY_NAME.values())}
    found.sort(key=lambda fault: (order.get(fault.sheet, -1), fault.row))
    return Findings(found, list(doubts.found(draft, known)))


def fault(subject: str, row: int, says: str) -> Fault:
    """A fault of a row of a subject."""
    return Fault(BY_NAME[subject].title, row, says)


def empty_sheets(draft: Draft) -> Iterator[Fault]:
    """A plan has clauses, units, indicators, targets and duties."""
    for subject in NEEDED:
        if not draft.of(subject):
            yield fault(subject, 0, "一行也没有填：没有这些内容，方案用不起来")


def term(draft: Draft, known: Known) -> Iterator[Fault]:
    """The plan's own fields: its county, its years, and that its code is its own."""
    plan, at = draft.plan, draft.fields.get
    county, first, last = (plan.get(name, "") for name in ("county", "starts_on", "ends_on"))
    if county and known.areas.get(county, ("",))[0] != "county":
        said = f"系统里没有区划代码是“{county}”的县：请核对代码；新的县先用 add_county 载入"
        yield fault("plan", at("county", 0), said)
    if known.served and county != known.served:
        said = f"区划代码是{known.served}的县才在这里录入，“{county}”是别的县：请核对"
        yield fault("plan", at("county", 0), said)
    if first and last and first > last:
        yield fault("plan", at("ends_on", 0), f"截止日{last}早于起始日{first}：请核对")
    elif len(draft.years) > MOST_YEARS:
        said = f"方案期{first}至{last}超过{MOST_YEARS}年：请核对年份"
        yield fault("plan", at("ends_on", 0), said)
    issued = plan.get("issued_on", "")
    if issued and last and issued > last:
        yield fault("plan", at("issued_on", 0), f"成文日期{issued}晚于截止日{last}：请核对")
    if other := known.elsewhere.get(plan.get("code", "")):
        said = f"编号“{plan['code']}”已是{other}的方案：请另编一个编号"
        yield fault("plan", at("code", 0), said)
    number = known.plans.get(plan.get("code", ""), ("",))[0]
    if number and number != plan.get("document_no"):
        said = f"编号“{plan['code']}”已是{number}的：另一份方案请另编一个编号"
        yield fault("plan", at("code", 0), said)


def codes(draft: Draft) -> Iterator[Fault]:
    """Codes that cannot stand in addresses, or are the portal's own word."""
    for subject, (spelt, words) in SPELT.items():
        for number, row in draft.numbered(subject):
            code = row.get("code")
            if code and not spelt.fullmatch(code):
                place = draft.fields.get("code", 0) if subject == "plan" else number
                yield fault(subject, place, f"编号“{code}”只能用{words}：请改")
            elif code == NO_ROW and subject == "units":
                yield fault(subject, number, f"编号“{code}”系统另有用处：请另编一个")


def vocabulary(draft: Draft) -> Iterator[Fault]:
    """Codes that stand for no word; a workbook's words have been read before."""
    for sheet in BY_NAME.values():
        for column in sheet.columns:
            if column.words and column.reads in ("word", "words"):
                for number, row in draft.numbered(sheet.name):
                    value = row.get(column.name) or []
                    for code in value if isinstance(value, list) else [value]:
                        if not column.words.knows(code):
                            said = f"“{column.head}”写的“{code}”不认得：请核对代号"
                            yield fault(sheet.name, number, said)


def places(draft: Draft) -> Iterator[Fault]:
    """In the tree a code continues that of the place above."""
    for number, row in draft.numbered(AREAS):
        above = row["parent"]
        if above and row["kind"] in TREE and not row["code"].startswith(above):
            yield Fault("地域", number, f"代码“{row['code']}”不接上级的代码“{above}”：请核对")


def doubles(draft: Draft) -> Iterator[Fault]:
    """What is there twice, at the second."""
    for subject, names, words in ONCE:
        seen: dict[tuple, int] = {}
        for number, row in draft.numbered(subject):
            key = tuple(row.get(name) for name in names)
            if None in key:
                continue
            if key in seen:
                told = "、".join(map(str, key))
                said = f"{words}“{told}”和第{seen[key]}行重复：请删去一行或者改正"
                yield fault(subject, number, said)
            seen.setdefault(key, number)


def references(draft: Draft) -> Iterator[Fault]:
    """Codes that no row of their sheet has."""
    for subject, name, other in REFERENCES:
        there = draft.codes(other) | ({TOWNSHIPS, MEMBERS} if subject == "duties" else set())
        for number, row in draft.numbered(subject):
            value = row.get(name)
            for code in value if isinstance(value, list) else [value]:
                if code is not None and code not in there:
                    head, sheet = BY_NAME[subject].column(name).head, BY_NAME[other].title
                    said = f"“{head}”写的“{code}”在“{sheet}”表里没有：请改正，或者在那里加一行"
                    yield fault(subject, number, said)


def order_of_clauses(draft: Draft) -> Iterator[Fault]:
    """A clause stands behind the one that it is part of."""
    seen: set[str] = set()
    for number, row in draft.numbered("clauses"):
        parent = row.get("parent")
        if parent and parent in draft.codes("clauses") and parent not in seen:
            said = f"上级条款“{parent}”排在它后面：请把上级移到前面"
            yield fault("clauses", number, said)
        seen.add(row.get("code", ""))


def taken_away(draft: Draft, before: Draft | None) -> Iterator[Fault]:
    """What a loaded plan of the same code has and this one has not: figures and papers cite it."""
    for change in between(before, draft) if before else ():
        if change.how == GONE:
            said = f"已载入的“{change.what}”这里没有：载入的内容只能改，不能删，请补回来"
            yield Fault(change.sheet, 0, said)
