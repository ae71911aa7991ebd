"""What is wrong with the units of a draft, their names, their people and their duties."""

from collections.abc import Iterator

from targets.plan.draft import Draft, Fault, Row
from targets.plan.known import Known
from targets.plan.sheets import BY_NAME
from targets.plan.words import ASKED, MEMBERS, TOWNSHIPS

TOWNSHIP, OWN = "township", "own"
PILOT = "pilot_"  # before what a duty on pilots names


def fault(subject: str, row: int, says: str) -> Fault:
    """A fault of a row of a subject."""
    return Fault(BY_NAME[subject].title, row, says)


def faults(draft: Draft, known: Known) -> Iterator[Fault]:
    """All of them."""
    for number, row in draft.numbered("units"):
        for says in (*of_area(row, draft, known), *of_unit(row, draft, known)):
            yield fault("units", number, says)
    if draft.of("units") and not any(row.get("member") for row in draft.of("units")):
        yield fault("units", 0, "没有一个成员单位：每月报送的单位请在“成员单位”填“是”")
    yield from of_aliases(draft, known)
    yield from of_appointments(draft)
    for number, row in draft.numbered("duties"):
        for says in of_duty(row, draft, known):
            yield fault("duties", number, says)
    yield from of_townships_twice(draft)


def of_area(row: Row, draft: Draft, known: Known) -> Iterator[str]:
    """A township has its place, which lies in the plan's county; nobody else has one."""
    area, is_township = row.get("area"), row.get("kind") == TOWNSHIP
    if is_township and not area:
        yield "乡（镇）要填区划代码"
    if not is_township and area and row.get("kind"):
        yield f"只有乡（镇）填区划代码：请清空“{area}”，或者把类别改成乡（镇）"
    if is_township and area:
        kind, parent = known.areas.get(area, ("", None))
        if kind != TOWNSHIP or parent != draft.plan.get("county"):
            yield f"区划代码“{area}”不是本县的乡（镇）：空白表的“单位”里列着本县的代码，请照着填"


def of_unit(row: Row, draft: Draft, known: Known) -> Iterator[str]:
    """Who reports for a unit, and that it goes by the name that it has."""
    code, supervisor = row.get("code"), row.get("supervisor")
    members = {unit.get("code") for unit in draft.of("units") if unit.get("member")}
    if supervisor and supervisor == code:
        yield "代报单位不能是自己"
    elif supervisor in draft.codes("units") and supervisor not in members:
        yield f"代报单位“{supervisor}”不是成员单位，报不了：请换一个成员单位"
    rows = draft.codes("quotas", "unit")
    if code in rows and code not in members and not supervisor:
        yield "在“任务数”里有数，却不是成员单位，也没有代报单位：没有人报它的数，请填代报单位"
    others = {called for called, whole in known.units.items() if row.get("name") in whole}
    if others and code not in others and code not in known.units:
        mine = "、".join(sorted(others))
        yield f"“{row['name']}”在系统里的编号是“{mine}”：同一个单位请用原来的编号"
    names = known.units.get(code or "", frozenset())
    if names and row.get("name") and row["name"] not in names:
        said = "、".join(sorted(names))
        yield (
            f"编号“{code}”在系统里是“{said}”，这里写“{row['name']}”：同一个单位请用原名，"
            "另一种写法填到“别名”表；确已更名的，先在“更名与合并”登记"
        )


def of_aliases(draft: Draft, known: Known) -> Iterator[Fault]:
    """A name belongs to one unit."""
    official = {row.get("name"): row.get("code") for row in draft.of("units")}
    others = {name: code for code, names in known.units.items() for name in names}
    for number, row in draft.numbered("aliases"):
        name, unit = row.get("name"), row.get("unit")
        owner = official.get(name) or others.get(name or "", unit)
        if name and owner != unit:
            yield fault("aliases", number, f"“{name}”已经是单位“{owner}”的名称：请删去这一行")


def of_appointments(draft: Draft) -> Iterator[Fault]:
    """Nobody begins after the plan has ended."""
    last = draft.plan.get("ends_on", "")
    for number, row in draft.numbered("appointments"):
        if last and row.get("starts_on", "") > last:
            said = f"起始日{row['starts_on']}晚于方案的截止日{last}：请核对"
            yield fault("appointments", number, said)


def of_duty(row: Row, draft: Draft, known: Known) -> Iterator[str]:
    """What is asked must be something that there is, of somebody who can answer."""
    kinds = {kind.get("code"): kind.get("pilot") for kind in draft.of("place_kinds")}
    for form in row.get("forms", ()):
        head, _, name = form.partition(":")
        said, there = f"填报事项“{ASKED.say(form)}”", "“场所类型”表里没有编号"
        if head == "site" and kinds.get(name) is not False:
            yield f"{said}：{there}“{name}”的场所，请改正或者加一行"
        if head == "pilot" and not kinds.get(PILOT + name):
            yield f"{said}：{there}“{PILOT}{name}”的试点，请改正或者加一行"
        if head == "distance" and name != OWN and not known.beside(name):
            yield f"{said}：本县没有代号“{name}”的片区或公路，请核对代号"
    units = {unit.get("code"): unit for unit in draft.of("units")}
    unit = units.get(row.get("unit"))
    if row.get("forms") and unit and not (unit.get("member") or unit.get("supervisor")):
        yield f"单位“{unit.get('name')}”不是成员单位，也没有代报单位：它的填报事项没有人报"


def of_townships_twice(draft: Draft) -> Iterator[Fault]:
    """A unit is named once under a clause: by itself, or among all townships or members."""
    together = {TOWNSHIPS: TOWNSHIP, MEMBERS: "member"}
    units = {unit.get("code"): unit for unit in draft.of("units")}
    each = {(r.get("clause"), r.get("unit")): n for n, r in draft.numbered("duties")}
    for number, row in draft.numbered("duties"):
        unit = units.get(row.get("unit"), {})
        for name in together:
            among = unit.get("kind") == TOWNSHIP if name == TOWNSHIPS else unit.get("member")
            if among and (row.get("clause"), name) in each:
                first = each[row.get("clause"), name]
                said = f"“{unit.get('name')}”已经包括在第{first}行里：请删去这一行"
                yield fault("duties", number, said)
