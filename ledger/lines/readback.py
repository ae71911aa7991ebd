"""What a line says, as one Chinese sentence to read back."""

from ledger.lines import FORMS
from ledger.lines.places import STAGES
from ledger.lines.safety import GRADES
from ledger.models import Entry, LineKind, Site, SiteKind
from targets.measures import MEASURES
from targets.models import Area, Clause, Unit

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
)
CREDITED = (
    LineKind.ADDED,
    LineKind.REMOVED,
    LineKind.OPENED,
    LineKind.OPENING,
)  # kinds that name a row of 附件2
VERBS = {
    LineKind.REOPENED: "恢复使用",
    LineKind.CHANGED: "改造后为",
    LineKind.ADDED: "新增",
    LineKind.OPENING: "期初已有",
    LineKind.REMOVED: "拆除",
    LineKind.OPENED: "对外开放",
}
DAYS = {
    LineKind.REOPENED: "恢复",
    LineKind.CHANGED: "改造",
    LineKind.ADDED: "投运",
    LineKind.OPENING: "投运",
    LineKind.REMOVED: "拆除",
    LineKind.OPENED: "开放",
}


def sentence(line) -> str:
    """The line in words when it is valid; what was typed when it is not."""
    if line.values is None:
        fields = FORMS[line.kind].base_fields
        typed = "，".join(
            f"{fields[name].label}{value}"
            for name, value in line.typed.items()
            if value and name not in CHOSEN
        )
        return f"{line.get_kind_display()}（有待更正）：{typed}"
    if line.kind == LineKind.VEHICLES:
        return vehicles(line.values)
    if line.kind == LineKind.CORRECTED:
        return corrected(line.values)
    return OTHERS[line.kind](line.values) if line.kind in OTHERS else piles(line.kind, line.values)


def piles(kind, values) -> str:
    nature = "公共" if values.get("public", True) and kind != LineKind.OPENED else "专用"
    parts = [
        f"{name}{values[field]}台"
        for field, name in (("dc", "直流桩"), ("ac", "交流桩"))
        if values[field]
    ]
    power = MEASURES["public_power"].in_units(values["power"])
    row = Unit.objects.get(code=values["credited_to"]).name if values["credited_to"] else ""
    counted = f"，{f'计入{row}' if row else '未归入附件2'}" if kind in CREDITED else ""
    return (
        f"{place(values)}：{VERBS[kind]}{nature}{'、'.join(parts)}，充电枪{values['connectors']}个，总功率{power}千瓦，"
        f"{values['on']}{DAYS[kind]}{counted}"
    )


def place(values) -> str:
    if values["site"]:
        site = Site.objects.select_related("area__parent").get(pk=values["site"])
        return f"{site.area.full_name} {site.name}"
    area = Area.objects.select_related("parent").get(code=values["village"])
    seat = "，乡（镇）所在地" if values["at_seat"] else ""
    return (
        f"{area.full_name} {values['site_name']}（新站点，"
        f"{SiteKind(values['site_kind']).label}{seat}）"
    )


def registered(values) -> str:
    names = {"parking_space": "车位", "car_space": "小客车停车位", "charging_space": "充电车位"}
    spaces = [
        f"{name}{values[field]}个" for field, name in names.items() if values[field] is not None
    ]
    return f"{place(values)}：列入登记册，{values['on']}" + (
        f"有{'、'.join(spaces)}" if spaces else "，车位未报"
    )


def left(values) -> str:
    return f"{place(values)}：{values['on']}移出登记册，原因：{values['reason']}"


def pilot(values) -> str:
    return f"{place(values)}：{values['on']}{STAGES.labels[values['stage']]}"


def distance(values) -> str:
    area = Area.objects.get(code=values["place"])
    farthest = MEASURES["charging_distance"].in_units(values["distance"])
    return f"{area.name}：{values['on']}自评最远充电距离{farthest}公里"


def inspected(values) -> str:
    where = Site.objects.get(pk=values["site"]).name if values["site"] else values["facility"]
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


def cleared(values) -> str:
    found = Entry.objects.select_related("site", "line").get(number=values["hazard"])
    where = found.site or found.line.values["facility"]
    return (
        f"{found.on}在{where}发现的{found.get_measure_display()}，"
        f"{values['on']}复查销号：{values['result']}"
    )


def work(values) -> str:
    clause = Clause.objects.get(code=values["clause"])
    parts = [
        ("本月工作", values["done"]),
        ("存在问题", values["problems"]),
        ("下月计划", values["following"]),
    ]
    return f"{clause}。" + "；".join(f"{name}：{text}" for name, text in parts if text)


def vehicles(values) -> str:
    return (
        f"截至{values['on']}，纯电动汽车{values['bev']}辆，插电式混合动力汽车{values['phev']}辆，"
        f"合计{values['bev'] + values['phev']}辆"
    )


def corrected(values) -> str:
    old = Entry.objects.select_related("site").get(number=values["entry"])
    measure = MEASURES[old.measure]
    return (
        f"台账第{old.number}号（{old.site or old.area} {old.get_measure_display()}）"
        f"由{old.quantity}更正为{measure.in_units(values['value'])}{measure.unit}：{values['reason']}"
    )


OTHERS = {
    LineKind.SITE: registered,
    LineKind.LEFT: left,
    LineKind.PILOT: pilot,
    LineKind.DISTANCE: distance,
    LineKind.INSPECTED: inspected,
    LineKind.CLEARED: cleared,
    LineKind.WORK: work,
}
