"""Lists in layouts made by chance: heads from the synonyms, their order, merges, titles, subtotals,
notes, sheets, a row a site or a row a pile; each with what was written in it."""

import csv
import io
import json
import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from openpyxl import Workbook

from tests.ledger.sheets.plan import ROOT, VOCABULARY

WORDS = json.loads((ROOT / "fixtures" / "words.json").read_text(encoding="utf-8"))
NAMES = VOCABULARY.names
KINDS = ("car_park", "commercial", "hub", "public_place", "estate", "institution", "service_area")
UNNEEDED = ("序号", "联系电话", "车位数量", "现场照片", "生产厂家", "电价", "投资额", "用电户号")
DAYS = ("{0}-{1:02}-{2:02}", "{0}.{1}.{2}", "{0}/{1}/{2}", "{0}年{1}月{2}日", "{0}{1:02}{2:02}")
ENDINGS = ("充电站", "服务点", "停车场")
ADDING = ("dc", "ac", "connectors", "power")
AMBIGUOUS = {"名称", "位置", "数量", "充电桩", "台数", "情况", "说明", "性质", "状态", "场所", "枪"}


@dataclass
class Site:
    """What a list says of one site."""

    name: str
    village: str
    kind: str
    nature: str
    dc: int
    ac: int
    connectors: int
    each: dict[str, int]  # kilowatts of a pile by current
    on: date
    status: str = "in_use"

    @property
    def power(self) -> int:
        return self.dc * self.each["dc"] + self.ac * self.each["ac"]

    @property
    def read(self):
        """As the engine should read it."""
        numbers = self.dc, self.ac, self.connectors, 10 * self.power, self.on.isoformat()
        return self.name, self.village, self.kind, self.nature, *numbers


@dataclass
class Layout:
    """A file with what is in it and what may be asked about it, with the right answers."""

    content: bytes
    sites: list[Site]
    answers: dict[str, str]
    aside: list[Site] = field(default_factory=list)
    told: str = ""


@dataclass
class Plan:
    """What chance decided about a layout."""

    chance: random.Random
    grain: str
    container: str
    place: str
    two_rows: bool
    months: bool
    omitted: set[str]
    by_sheet: bool
    merged: bool
    day: str
    odd: set[str]  # sections, units, order, again, aside, hidden, twin, worded, ditto
    heads: dict[str, str] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    words: dict[tuple[str, str], str] = field(default_factory=dict)

    def word(self, name: str, code: str) -> str:
        """One of the words that certainly mean a code, and nothing of guns beside it."""
        words = WORDS["values"][name][code]
        known = [word for word in words if not word.isascii() and "枪" not in word]
        return self.words.setdefault((name, code), self.chance.choice(known))


def layout(seed: int) -> Layout:
    """The layout of a number, always the same."""
    chance = random.Random(seed)
    plan = decided(chance)
    sites = made(plan)
    plan.heads = {name: head(chance, name) for name in fields(plan)}
    plan.order = list(plan.heads)
    chance.shuffle(plan.order)
    for extra in chance.sample(UNNEEDED, chance.randint(0, 4)):
        plan.order.insert(chance.randint(0, len(plan.order)), extra)
    if plan.two_rows:
        together(plan)
    answers = {}
    if "kind" in plan.omitted:
        answers["default:kind"] = sites[0].kind
    if "nature" in plan.omitted:
        answers["default:nature"] = sites[0].nature
    if "connectors" in plan.omitted:
        answers["default:connectors"] = "one"
    if plan.months:
        answers["month"] = "last"
    if plan.container.startswith("csv") and plan.merged:
        answers["carry"] = "same"
    if "hidden" in plan.odd:
        answers["hidden"] = "read"
    if "twin" in plan.odd:
        answers["twins"] = "one"
    if "stopped" in plan.odd:
        sites[0].status = "stopped"
        answers["word:status:停运"] = "stopped"
    aside = gone(plan, sites) if "aside" in plan.odd else []
    content = written(plan, sorted([*sites, *aside], key=lambda site: site.village))
    told = f"{plan.grain} {plan.container} {plan.place} {plan.odd}"
    return Layout(content, sites, answers, aside, told)


def gone(plan: Plan, sites: list[Site]) -> list[Site]:
    """Further sites that are not there yet, or no more."""
    codes = plan.chance.sample(["building", "planned", "closed"], plan.chance.randint(1, 2))
    return [
        replace(sites[-1], name=f"未来站{number}", status=code) for number, code in enumerate(codes)
    ]


def decided(chance: random.Random) -> Plan:
    grain = chance.choice(["site", "site", "pile"])
    container = chance.choice(["xlsx", "xlsx", "xlsx", "csv-gbk", "csv-utf8"])
    omitted = {name for name in ("kind", "nature", "connectors") if chance.random() < 0.2}
    months = chance.random() < 0.15
    if months and len(omitted) == 3:
        omitted.discard("connectors")
    merged = grain == "pile" and chance.random() < 0.5
    if merged and container != "xlsx" and len(omitted) + months == 3:
        merged = False
    by_sheet = container == "xlsx" and chance.random() < 0.25
    place = chance.choice(["village", "columns", "address", "long", "code"])
    two_rows = grain == "site" and chance.random() < 0.35
    day = chance.choice(DAYS)
    odd = {one for one in ("units", "order", "again", "ditto", "worded") if chance.random() < 0.2}
    odd -= {"worded"} if two_rows or grain == "pile" else set()
    if place == "columns" and not merged and chance.random() < 0.5:
        place = "sections"
    asked = len(omitted) + months + (merged and container != "xlsx")
    chances = ["aside", "stopped"]
    chances += ["hidden"] if container == "xlsx" else []
    chances += ["twin"] if grain == "site" else []
    for one in chance.sample(chances, len(chances)):
        if chance.random() < 0.2 and (one == "aside" or asked < 3):
            odd.add(one)
            asked += one != "aside"
    return Plan(
        chance, grain, container, place, two_rows, months, omitted, by_sheet, merged, day, odd
    )


def made(plan: Plan) -> list[Site]:
    """Some sites, township by township."""
    chance = plan.chance
    townships = chance.sample(sorted(NAMES.townships), chance.randint(1, 3))
    villages = sorted(
        code for code in NAMES.villages if code[:9] in townships and is_alone(NAMES.villages[code])
    )
    chosen = sorted(chance.sample(villages, min(len(villages), chance.randint(2, 9))))
    constant = chance.choice(KINDS)
    sites = []
    for number, village in enumerate(chosen, start=1):
        dc, ac = chance.choice([(1, 0), (2, 0), (0, 3), (2, 2), (4, 1), (3, 5)])
        on = date(2023, 1, 1) + timedelta(chance.randrange(900))
        if plan.months:
            on = (on.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
        sites.append(
            Site(
                f"{NAMES.villages[village][:-1]}{chance.choice(ENDINGS)}{number}号",
                village,
                constant if "kind" in plan.omitted else chance.choice(KINDS),
                "public" if "nature" in plan.omitted else chance.choice(["public", "dedicated"]),
                dc,
                ac,
                dc + ac if "connectors" in plan.omitted else 2 * dc + ac,
                {"dc": chance.choice([60, 120]), "ac": 7},
                on,
            )
        )
    return sites


def is_alone(name: str) -> bool:
    """Whether the county has one village of the name only."""
    return list(NAMES.villages.values()).count(name) == 1


def fields(plan: Plan) -> list[str]:
    names = ["site", "on"]
    names += ["township", "village"] if plan.place == "columns" else []
    names += ["village"] if plan.place in ("village", "long", "code", "sections") else []
    names += ["address"] if plan.place == "address" else []
    names += [name for name in ("kind", "nature", "connectors") if name not in plan.omitted]
    counts = ["piles"] if "worded" in plan.odd else ["dc", "ac"]  # 2直4交 in one cell
    names += [*counts, "power"] if plan.grain == "site" else ["current", "each"]
    shown = {"aside", "stopped"} & plan.odd or plan.chance.random() < 0.4
    names += ["status"] if shown else []
    names += ["operator"] if plan.chance.random() < 0.4 else []
    return names


def head(chance: random.Random, name: str) -> str:
    """One of the heads of a field, with or without its unit."""
    known = [word for word in WORDS["heads"][name] if not word.isascii() and word not in AMBIGUOUS]
    text = chance.choice(known)
    unit = {"dc": "台", "ac": "台", "connectors": "个", "power": "kW", "each": "千瓦"}.get(name)
    if unit and not text.endswith("）") and chance.random() < 0.5:
        text = chance.choice([f"{text}（{unit}）", f"{text}({unit})", f"{text}\n（{unit}）"])
    return text


def together(plan: Plan) -> None:
    """直流 and 交流 side by side, under one head."""
    general = plan.chance.choice(["充电桩", "充电桩数量（台）", "公共充电桩", "桩数"])
    plan.order.remove("ac")
    plan.order.insert(plan.order.index("dc") + 1, "ac")
    low = plan.chance.choice([("直流", "交流"), ("快充", "慢充"), ("其中：直流", "其中：交流")])
    if "public" in general or "公共" in general:
        general = "充电桩"
    plan.heads |= {"dc": f"{general}｜{low[0]}", "ac": f"{general}｜{low[1]}"}


def rows_of(plan: Plan, site: Site) -> list[dict[str, object]]:
    """The rows of a site by field."""
    township, village = NAMES.townships[site.village[:9]], NAMES.villages[site.village]
    on = plan.day.format(site.on.year, site.on.month, site.on.day)
    if plan.months:
        on = plan.chance.choice([f"{site.on:%Y}年{site.on.month}月", f"{site.on:%Y%m}"])
    elif plan.container == "xlsx" and plan.day == DAYS[0]:
        on = site.on
    place = {
        "columns": village,
        "sections": village,
        "village": township + village,
        "long": f"山西省朔州市山阴县{township}{village}",
        "address": f"山阴县{township}{village}村委会院内",
        "code": site.village,
    }[plan.place]
    same = {
        "site": site.name,
        "township": township,
        "village": place,
        "address": place,
        "kind": plan.word("kind", site.kind),
        "nature": plan.word("nature", site.nature),
        "on": on,
        "status": "停运" if site.status == "stopped" else plan.word("status", site.status),
        "operator": "甲公司",
    }
    if plan.grain == "site":
        unit = plan.chance.choice(["", "", "台"])
        numbers = {"dc": f"{site.dc}{unit}" if unit else site.dc, "ac": site.ac}
        currents = [f"{n}{word}" for n, word in ((site.dc, "直"), (site.ac, "交")) if n]
        numbers["piles"] = plan.chance.choice(["", "、"]).join(currents)
        return [{**same, **numbers, "connectors": site.connectors, "power": site.power}]
    piles = ["dc"] * site.dc + ["ac"] * site.ac
    return [
        {
            **same,
            "current": plan.word("current", current),
            "each": site.each[current],
            "connectors": 2 if current == "dc" else 1,
        }
        for current in piles
    ]


def table(plan: Plan, sites: list[Site], title: str) -> tuple[list[list[object]], list[tuple]]:
    """The rows of a sheet and what is merged in it, (top, left, bottom, right)."""
    chance, width = plan.chance, len(plan.order)
    rows: list[list[object]] = []
    merges: list[tuple] = []
    if chance.random() < 0.6:
        rows.append([title])
        merges.append((1, 1, 1, width))
        if chance.random() < 0.5:
            rows.append([chance.choice(["填报单位：某单位", "单位：台、kW"])])
    heads = [plan.heads.get(name, name) for name in plan.order]
    if plan.two_rows:
        at, top = plan.order.index("dc"), len(rows) + 1
        high, low = (
            heads[at].split("｜")[0],
            [heads[at].split("｜")[1], heads[at + 1].split("｜")[1]],
        )
        rows.append([*heads[:at], high, "", *heads[at + 2 :]])
        rows.append([*[""] * at, *low])
        merges.append((top, at + 1, top, at + 2))
        merges += [(top, c, top + 1, c) for c in range(1, width + 1) if c - 1 not in (at, at + 1)]
    else:
        rows.append(heads)
    rows += beneath(plan, width)
    number = 0
    subtotals = chance.random() < 0.3 and plan.grain == "site"
    for place, site in enumerate(sites):
        if plan.place == "sections" and (
            not place or sites[place - 1].village[:9] != site.village[:9]
        ):
            rows.append([section(plan, site)])
        if "again" in plan.odd and not plan.two_rows and place == len(sites) // 2 and place:
            rows.append(heads)
        first = len(rows) + 1
        for row in rows_of(plan, site):
            number += 1
            rows.append(ditto(plan, [cell(name, row, number) for name in plan.order], rows, number))
        if "twin" in plan.odd and not place and site.status == "in_use":
            rows.append(list(rows[-1]))
        merge_site(plan, rows, merges, first)
        is_last = place + 1 == len(sites) or sites[place + 1].village[:9] != site.village[:9]
        if subtotals and is_last:
            township = site.village[:9]
            own = [one for one in sites if one.village[:9] == township]
            rows.append(total(plan, own, f"{NAMES.townships[township]}小计"))
    if plan.grain == "site" and chance.random() < 0.5:
        rows.append(total(plan, sites, chance.choice(["合计", "总计", "合　计", "合计（台）"])))
    if chance.random() < 0.4:
        rows.append([chance.choice(["注：本表数据截至上月底。", "备注：口径为已投运。"])])
    if chance.random() < 0.3:
        rows.append(["填表人：张某", "", "审核人：李某"])
    return rows, merges


def ditto(plan: Plan, row: list, rows: list[list], number: int) -> list:
    """A row with marks for the words that stand above them already."""
    above = rows[-1] if rows and number > 1 and len(rows[-1]) == len(row) else None
    if "ditto" not in plan.odd or plan.merged or above is None or "again" in plan.odd:
        return row
    for place, name in enumerate(plan.order):
        is_word = name in ("township", "kind", "nature", "status", "operator") and row[place]
        if is_word and above[place] in (row[place], "〃"):
            shown = next(one[place] for one in reversed(rows) if one[place] != "〃")
            row[place] = "〃" if shown == row[place] else row[place]
    return row


def beneath(plan: Plan, width: int) -> list[list[object]]:
    """The row below the heads that says units, or numbers the columns."""
    found: list[list[object]] = []
    if "units" in plan.odd:
        units = {"dc": "台", "ac": "台", "connectors": "个", "power": "kW", "each": "千瓦"}
        found.append([units.get(name, "") for name in plan.order])
    if "order" in plan.odd and not found:
        found.append(list(range(1, width + 1)))
    return found


def section(plan: Plan, site: Site) -> str:
    """A row of its own that says the township of those below it."""
    name = NAMES.townships[site.village[:9]]
    return plan.chance.choice([name, f"一、{name}", f"（二）{name}", f"{name}："])


def cell(name: str, row: dict[str, object], number: int) -> object:
    """What stands in a row under a head."""
    return number if name == "序号" else row.get(name, "" if name == "现场照片" else "若干")


def merge_site(plan: Plan, rows: list, merges: list[tuple], first: int) -> None:
    """Merge what the rows of a site share, or leave it empty below the first."""
    if not plan.merged or len(rows) <= first:
        return
    for name in ("site", "township", "village", "address", "on", "kind"):
        if name in plan.order:
            column = plan.order.index(name) + 1
            merges.append((first, column, len(rows), column))
            for row in rows[first:]:
                row[column - 1] = ""


def total(plan: Plan, sites: list[Site], label: str) -> list[object]:
    """A row that adds up some sites."""
    sums = {
        name: sum(getattr(site, name) for site in sites)
        for name in ("dc", "ac", "connectors", "power")
    }
    sums["piles"] = sums["dc"] + sums["ac"]
    row: list[object] = [sums.get(name, "") for name in plan.order]
    row[next(place for place, name in enumerate(plan.order) if name not in sums)] = label
    return row


def written(plan: Plan, sites: list[Site]) -> bytes:
    """The file."""
    if plan.container != "xlsx":
        rows, _ = table(plan, sites, "充电设施台账")
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        return text.getvalue().encode("gbk" if plan.container == "csv-gbk" else "utf-8-sig")
    book = Workbook()
    book.active.title = "封面"
    book.active.append(["充电设施清册"])
    if plan.by_sheet:
        townships = sorted({site.village[:9] for site in sites})
        groups = [
            (NAMES.townships[code], [site for site in sites if site.village[:9] == code])
            for code in townships
        ]
    else:
        groups = [("Sheet1", sites)]
    for name, group in groups:
        sheet = book.create_sheet(name)
        rows, merges = table(plan, group, "充电设施台账")
        for row in rows:
            sheet.append([value if value != "" else None for value in row])
        if "hidden" in plan.odd:
            sheet.row_dimensions[hidden_row(plan, rows, group)].hidden = True
        for top, left, bottom, right in merges:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    if plan.chance.random() < 0.5:
        book.remove(book["封面"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def hidden_row(plan: Plan, rows: list[list[object]], group: list[Site]) -> int:
    """The number of a row of the first site that counts."""
    place = plan.order.index("site")
    name = next(site.name for site in group if site.status in ("in_use", "stopped"))
    return next(n for n, row in enumerate(rows, 1) if len(row) > place and row[place] == name)
