"""What lines say, each as one Chinese sentence to read back."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from ledger.entries import construction
from ledger.entries.construction import UnderWay
from ledger.lines import FORMS
from ledger.lines.places import STAGES
from ledger.lines.safety import GRADES
from ledger.lines.swapping import EVENTS
from ledger.models import Cause, Entry, Line, LineKind, Obstacle, Site, Stage
from targets.measures import MEASURES
from targets.models import Area, Clause, Plan, Unit
from targets.plan import queries

# Fields that are chosen, whose codes say nothing to a person.
CHOSEN = (
    "site",
    "site_kind",
    "village",
    "at_seat",
    "public",
    "credited_to",
    "clause",
    "place",
    "stage",
    "event",
    "whole",
    "construction",
    "obstacle_kind",
    "end",
)
CREDITED = (
    LineKind.ADDED,
    LineKind.REMOVED,
    LineKind.OPENED,
    LineKind.OPENING,
)  # kinds that name a row of the quotas
VERBS: dict[str, str] = {
    LineKind.REOPENED: "恢复使用",
    LineKind.CHANGED: "改造后为",
    LineKind.ADDED: "新增",
    LineKind.OPENING: "期初已有",
    LineKind.REMOVED: "拆除",
    LineKind.STOPPED: "停用",
    LineKind.OPENED: "对外开放",
}
DAYS: dict[str, str] = {
    LineKind.REOPENED: "恢复",
    LineKind.CHANGED: "改造",
    LineKind.ADDED: "投运",
    LineKind.OPENING: "投运",
    LineKind.REMOVED: "拆除",
    LineKind.STOPPED: "停用",
    LineKind.OPENED: "开放",
}


def sentence(line: Line) -> str:
    """One line of a submission in words."""
    return Readback([line], line.version.submission.period.plan).sentence(line)


class Readback:
    """Lines in the words of their month's plan. What their codes stand for is asked of the database
    once for all of them, kind by kind, when the first of them names such a thing."""

    def __init__(self, lines: Iterable[Line], plan: Plan) -> None:
        self.lines, self.plan = list(lines), plan
        self.values = [line.values for line in self.lines if line.values is not None]

    def named(self, *fields: str) -> set:
        """The codes, numbers or ids that the lines have in these fields."""
        return {values[field] for values in self.values for field in fields if values.get(field)}

    @cached_property
    def sites(self) -> dict[int, Site]:
        """Site by id, with its place."""
        return Site.objects.served().select_related("area__parent").in_bulk(self.named("site"))

    @cached_property
    def projects(self) -> dict[int, UnderWay]:
        """Project by its number, with all that was told of it."""
        found = construction.projects(queries.served()) if self.named("construction") else []
        return {one.construction.pk: one for one in found}

    @cached_property
    def areas(self) -> dict[str, Area]:
        """Place by code."""
        found = (
            Area.objects.served()
            .select_related("parent")
            .filter(code__in=self.named("village", "place"))
        )
        return {area.code: area for area in found}

    @cached_property
    def rows(self) -> dict[str, str]:
        """Row of the quotas by code: its name."""
        found = Unit.objects.served().filter(code__in=self.named("credited_to"))
        return dict(found.values_list("code", "name"))

    @cached_property
    def told_apart(self) -> dict[int, str]:
        """Line by id to 停用 or 拆除, of those that did not say which and were asked since."""
        told = Entry.objects.filter(
            line__in=[line.pk for line in self.lines if line.pk],
            cause__in=[Cause.STOPPED, Cause.DISMANTLED],
            replaces__isnull=False,
        )
        return {entry.line_id: entry.cause_word for entry in told if entry.line_id}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Sort of place by code: its name."""
        return queries.kind_names(self.plan)

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Clause of the plan by code."""
        found = self.plan.clauses.filter(code__in=self.named("clause"))
        return {clause.code: clause for clause in found}

    @cached_property
    def entries(self) -> dict[int, Entry]:
        """Entry of the county's ledger by number."""
        found = Entry.objects.served().filter(number__in=self.named("entry", "hazard"))
        return {entry.number: entry for entry in found.select_related("site", "area", "line")}

    def sentence(self, line: Line) -> str:
        """The line in words when it is valid; what was typed when it is not."""
        if line.values is None:
            return unfinished(line)
        if line.kind in VERBS:
            return self.piles(line)
        return OTHERS[line.kind](self, line.values)

    def piles(self, line: Line) -> str:
        """Piles that came, went or changed."""
        kind, values = line.kind, line.read_as
        nature = nature_of(kind, values)
        parts = [
            f"{name}{values[field]}台"
            for field, name in (("dc", "直流桩"), ("ac", "交流桩"))
            if values[field]
        ]
        power = MEASURES["public_power"].in_units(values["power"])
        row = self.rows[values["credited_to"]] if values["credited_to"] else ""
        of_row = f"计入{row}" if row else f"未归入{self.plan.quota_name}"
        counted = f"，{of_row}" if kind in CREDITED else ""
        undivided = kind == LineKind.REMOVED and not values.get("for_good")
        verb, day = VERBS[kind], DAYS[kind]
        if values.get("out_of_use"):
            verb = f"{verb}停用着的"
        if undivided:
            told = self.told_apart.get(line.pk)
            verb, day = told or "拆除或停用（未分）", told or day
        return (
            f"{self.place(values)}：{verb}{nature}{'、'.join(parts)}，"
            f"充电枪{values['connectors']}个，总功率{power}千瓦，"
            f"{values['on']}{day}{counted}{'，现已停用' if values.get('stopped') else ''}"
            f"{'，由在建转投运' if values.get('construction') else ''}"
        )

    def place(self, values: dict[str, Any]) -> str:
        """Where: a site of the ledger, or a new one as it is described."""
        if values["site"]:
            site = self.sites[int(values["site"])]
            return f"{site.area.full_name} {site.name}"
        seat = "，乡（镇）所在地" if values["at_seat"] else ""
        word = {True: "，认定为公共充电站", False: "，不是公共充电站", None: ""}
        seat += word[values.get("station")]
        return (
            f"{self.areas[values['village']].full_name} {values['site_name']}（新站点，"
            f"{self.kinds[values['site_kind']]}{seat}）"
        )

    def built(self, values: dict[str, Any]) -> str:
        """A project under way: where, how many, how far, and what it hangs on."""
        piles = "、".join(
            f"{'公共' if values['public'] else '专用'}{name}{values[field]}台"
            for field, name in (("dc", "直流桩"), ("ac", "交流桩"))
            if values[field]
        )
        number = values["construction"]
        where = self.projects[number].place if number else self.place(values)
        if values["end"]:
            return f"{where}：在建项目不再建（{piles}），原因：{values['reason']}"
        power = values["power"] and MEASURES["public_power"].in_units(values["power"])
        of_power = f"，总功率{power}千瓦" if power else ""
        row = values["credited_to"]
        of_row = f"投运后计入{self.rows[row]}" if row else f"未归入{self.plan.quota_name}"
        obstacle = values["obstacle_kind"] and (
            f"；卡点：{Obstacle(values['obstacle_kind']).label}{values['obstacle'] and '，'}"
            f"{values['obstacle']}"
        )
        return (
            f"{where}：在建{piles}{of_power}，{Stage(values['stage']).label}，"
            f"预计{values['expected_on']}投运，{of_row}{obstacle}"
        )

    def registered(self, values: dict[str, Any]) -> str:
        """A place in the register, with its spaces."""
        names = {"parking_space": "车位", "car_space": "小客车停车位", "charging_space": "充电车位"}
        spaces = [
            f"{name}{values[field]}个" for field, name in names.items() if values[field] is not None
        ]
        return f"{self.place(values)}：列入登记册，{values['on']}" + (
            f"有{'、'.join(spaces)}" if spaces else "，车位未报"
        )

    def left(self, values: dict[str, Any]) -> str:
        """A place that left the register."""
        return f"{self.place(values)}：{values['on']}移出登记册，原因：{values['reason']}"

    def whole(self, values: dict[str, Any]) -> str:
        """Whether a register is whole."""
        word = "已报全" if values["whole"] else "还没有报全"
        return f"{self.kinds[values['site_kind']]}登记册：截至{values['on']}{word}"

    def pilot(self, values: dict[str, Any]) -> str:
        """A pilot and the stage it reached."""
        return f"{self.place(values)}：{values['on']}{STAGES.labels[values['stage']]}"

    def swap(self, values: dict[str, Any]) -> str:
        """A battery swap station and what happened to it."""
        stopped = "停用着的" if values.get("out_of_use") else ""
        event = EVENTS.labels[values["event"]]
        return f"{self.place(values)}：{stopped}换电站{values['on']}{event}"

    def distance(self, values: dict[str, Any]) -> str:
        """A self-assessed distance, in kilometres."""
        farthest = MEASURES["charging_distance"].in_units(values["distance"])
        where = self.areas[values["place"]].name
        return f"{where}：{values['on']}自评最远充电距离{farthest}公里"

    def inspected(self, values: dict[str, Any]) -> str:
        """A safety inspection and what it found."""
        where = self.sites[int(values["site"])].name if values["site"] else values["facility"]
        how = "双随机抽查" if values["random"] else "检查"
        found = f"：{values['finding']}" if values["finding"] else ""
        then = (
            f"；{'已责令停用，' if values['stopped'] else ''}{values['mend_by']}前整改"
            if values["mend_by"]
            else ""
        )
        return (
            f"{values['on']}{how}{where}（{values['inspectors']}），"
            f"{GRADES.labels[values['grade']]}{found}{then}"
        )

    def cleared(self, values: dict[str, Any]) -> str:
        """A hazard that was put right."""
        found = self.entries[values["hazard"]]
        return (
            f"{found.on}在{found.inspected}发现的{found.get_measure_display()}，"
            f"{values['on']}复查销号：{values['result']}"
        )

    def work(self, values: dict[str, Any]) -> str:
        """What was done under a clause, what hinders, what comes next, what others are to solve."""
        parts = [
            ("本月工作", values["done"]),
            ("存在问题", values["problems"]),
            ("下月计划", values["following"]),
            (matter_head(values), values.get("matter", "")),
        ]
        told = "；".join(f"{name}：{text}" for name, text in parts if text)
        return f"{self.clauses[values['clause']]}。{told}"

    def vehicles(self, values: dict[str, Any]) -> str:
        """Vehicles in use on a day."""
        return (
            f"截至{values['on']}，纯电动汽车{values['bev']}辆，插电式混合动力汽车{values['phev']}辆，"
            f"合计{values['bev'] + values['phev']}辆"
        )

    def corrected(self, values: dict[str, Any]) -> str:
        """An entry, what it was and what it is to be."""
        old = self.entries[values["entry"]]
        measure = MEASURES[old.measure]
        return (
            f"台账第{old.number}号（{old.site or old.area} {old.get_measure_display()}）"
            f"由{old.quantity}更正为{measure.in_units(values['value'])}{measure.unit}：{values['reason']}"
        )


def nature_of(kind: str, values: dict[str, Any]) -> str:
    """What kind of piles a line is about: 公共, 专用 or 私人."""
    if values.get("private"):
        return "私人"
    return "公共" if values.get("public", True) and kind != LineKind.OPENED else "专用"


def matter_head(values: dict[str, Any]) -> str:
    """需协调事项 with its kind, as it stands before its words; lines of before have none."""
    kind = values.get("matter_kind")
    return f"需协调事项（{Obstacle(kind).label}）" if kind else ""


def unfinished(line: Line) -> str:
    """What was typed in a line that is not valid yet."""
    fields = FORMS[line.kind].base_fields
    typed = "，".join(
        f"{fields[name].label}{value}"
        for name, value in line.typed.items()
        if value and name not in CHOSEN
    )
    return f"{line.get_kind_display()}（有待更正）：{typed}"


OTHERS: dict[str, Callable[[Readback, dict[str, Any]], str]] = {
    LineKind.BUILDING: Readback.built,
    LineKind.SITE: Readback.registered,
    LineKind.LEFT: Readback.left,
    LineKind.WHOLE: Readback.whole,
    LineKind.PILOT: Readback.pilot,
    LineKind.SWAP: Readback.swap,
    LineKind.DISTANCE: Readback.distance,
    LineKind.INSPECTED: Readback.inspected,
    LineKind.CLEARED: Readback.cleared,
    LineKind.WORK: Readback.work,
    LineKind.VEHICLES: Readback.vehicles,
    LineKind.CORRECTED: Readback.corrected,
}
