"""What a line says, as one Chinese sentence to read back."""
from targets.measures import MEASURES
from targets.models import Area, Unit

from .forms import FORMS
from .models import Entry, LineKind, Site, SiteKind

CHOSEN = ("site", "site_kind", "village", "at_seat", "public", "credited_to")  # typed as codes, not as words
VERBS = {LineKind.ADDED: "新增", LineKind.REMOVED: "拆除", LineKind.OPENED: "对外开放"}
DAYS = {LineKind.ADDED: "投运", LineKind.REMOVED: "拆除", LineKind.OPENED: "开放"}


def sentence(line) -> str:
    """The line in words when it is valid; what was typed when it is not."""
    if line.values is None:
        fields = FORMS[line.kind].base_fields
        typed = "，".join(f"{fields[name].label}{value}" for name, value in line.typed.items()
                         if value and name not in CHOSEN)
        return f"{line.get_kind_display()}（有待更正）：{typed}"
    if line.kind == LineKind.VEHICLES:
        return vehicles(line.values)
    if line.kind == LineKind.CORRECTED:
        return corrected(line.values)
    return piles(line.kind, line.values)


def piles(kind, values) -> str:
    nature = "公共" if values.get("public", True) and kind != LineKind.OPENED else "专用"
    parts = [f"{name}{values[field]}台" for field, name in (("dc", "直流桩"), ("ac", "交流桩")) if values[field]]
    power = MEASURES["public_power"].in_units(values["power"])
    row = Unit.objects.get(code=values["credited_to"]).name if values["credited_to"] else ""
    return (f"{place(values)}：{VERBS[kind]}{nature}{'、'.join(parts)}，充电枪{values['connectors']}个，总功率{power}千瓦，"
            f"{values['on']}{DAYS[kind]}，{f'计入{row}' if row else '未归入附件2'}")


def place(values) -> str:
    if values["site"]:
        site = Site.objects.select_related("area__parent").get(pk=values["site"])
        return f"{site.area.full_name} {site.name}"
    area = Area.objects.select_related("parent").get(code=values["village"])
    seat = "，乡（镇）所在地" if values["at_seat"] else ""
    return f"{area.full_name} {values['site_name']}（新站点，{SiteKind(values['site_kind']).label}{seat}）"


def vehicles(values) -> str:
    return (f"截至{values['on']}，纯电动汽车{values['bev']}辆，插电式混合动力汽车{values['phev']}辆，"
            f"合计{values['bev'] + values['phev']}辆")


def corrected(values) -> str:
    old = Entry.objects.select_related("site").get(number=values["entry"])
    return (f"台账第{old.number}号（{old.site or old.area} {old.get_measure_display()}）"
            f"由{old.value}更正为{values['value']}：{values['reason']}")
