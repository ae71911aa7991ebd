"""A county from its folder or its workbook: its names, its townships and villages, examined."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from targets.models import DIGITS, Area, AreaKind
from targets.plan import cells, folder, helping
from targets.plan.draft import Draft, Fault, Row
from targets.plan.folder import AREAS, LETTERHEAD
from targets.plan.parsing import Parser
from targets.plan.sheets import Column, Sheet
from targets.plan.words import Words
from targets.plan.workbook import OPTIONS, fill, fill_help, fill_upright

COUNTY = Sheet(
    LETTERHEAD,
    "县",
    "县的代码、名称和抬头，一行一项。",
    (
        Column("area", "区划代码", must=True, how="县的区划代码，6位"),
        Column("name", "名称", must=True, most=40),
        Column("short_name", "简称", must=True, most=10),
        Column("portal", "平台名称", must=True, most=60),
        Column("housed", "办公室设在", must=True, most=40, how="印在平台名称下面的小字"),
        Column("office", "落款", must=True, most=60),
        Column("brief", "简报报头", must=True, most=60),
        Column("sign", "发文代字", must=True, most=20, how="编号里年份前面的字"),
        Column("returns", "报表名称", must=True, most=60, how="后接“月报表”或者“结账表”"),
    ),
    upright=True,
)
PLACES = Sheet(
    AREAS,
    "地域",
    "乡（镇）、行政村（社区），一行一个，次序同当地习惯；片区和公路排在最后。",
    (
        Column("code", "区划代码", must=True, how="乡（镇）9位，村12位；片区和公路自己编代号"),
        Column("name", "名称", must=True, most=40),
        Column(
            "kind",
            "类别",
            "word",
            words=Words({AreaKind.ZONE: "片区", AreaKind.ROAD: "公路"}),
            how="乡（镇）和村不填，按代码认；片区、公路填",
        ),
        Column("longitude", "经度", "text", how="可以不填，没有位置的不画在图上"),
        Column("latitude", "纬度", "text"),
    ),
)
ENDING = re.compile(r"(.{2,})(乡|镇|街道|村|社区)")
BOUNDS = {"longitude": ("经度", 73, 136), "latitude": ("纬度", 3, 54)}


def read(path: Path) -> tuple[Draft, list[Fault]]:
    """The county of a folder or a workbook with all that is wrong with it; raises NotAFolder or
    UnreadableFile."""
    if path.is_dir():
        draft = folder.read_county(path)
        return draft, list(faults(draft, f"{AREAS}.json", f"{LETTERHEAD}.json"))
    parser = Parser(cells.read(path.read_bytes()), (COUNTY, PLACES))
    draft = _with_the_county(parser.draft)
    return draft, [*parser.faults, *faults(draft, PLACES.title, COUNTY.title)]


def blank() -> bytes:
    """The workbook with nothing in it but how to fill it in."""
    book = Workbook()
    fill_help(book.active, "县情录入表", helping.OF_A_COUNTY, helping.lines((COUNTY, PLACES)))
    options = book.create_sheet(OPTIONS)
    fill_upright(book.create_sheet(COUNTY.title), COUNTY, {})
    fill(book.create_sheet(PLACES.title), PLACES.columns, [], options)
    options.sheet_state = "hidden"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _with_the_county(draft: Draft) -> Draft:
    """A workbook's rows as a folder has them: the county first, each place with what follows from
    its code."""
    head = draft.of(LETTERHEAD)[0]
    county = str(head.get("area", ""))
    own = {"code": county, "name": head.pop("name", ""), "short_name": head.pop("short_name", "")}
    rows = [{**own, "kind": AreaKind.COUNTY, "parent": None}]
    for row in draft.of(AREAS):
        code, name, kind = (str(row.get(field) or "") for field in ("code", "name", "kind"))
        beside = f"Z{county}_{code}" if kind else code
        short = ENDING.fullmatch(name)
        rows.append(
            {
                **row,
                "code": beside,
                "kind": kind or AreaKind.VILLAGE if kind or len(code) > 9 else AreaKind.TOWNSHIP,
                "parent": code[:9] if not kind and len(code) > 9 else county,
                "short_name": (short[1] if short else name)[:10],
                "longitude": row.get("longitude") or None,
                "latitude": row.get("latitude") or None,
            }
        )
    draft.numbers[AREAS] = [0, *draft.numbers.get(AREAS, [])]
    draft.rows[AREAS] = rows
    return draft


def faults(draft: Draft, places: str, names: str) -> Iterator[Fault]:
    """What is wrong, by the file or sheet of the places and that of the names."""
    head = next(iter(draft.of(LETTERHEAD)), {})
    roots = [row for row in draft.of(AREAS) if row.get("kind") == AreaKind.COUNTY]
    if len(roots) != 1 or roots[0].get("code") != head.get("area"):
        yield Fault(names, 0, f"要有一个县，代码和“{head.get('area', '')}”一致：请核对区划代码")
        return
    for column in COUNTY.columns[3:]:
        if not 0 < len(str(head.get(column.name) or "")) <= column.most:
            said = f"“{column.head}”（{column.name}）要填，最多{column.most}字"
            yield Fault(names, 0, said)
    kinds = {row.get("code"): row.get("kind") for row in draft.of(AREAS)}
    seen: set[object] = set()
    for number, row in draft.numbered(AREAS):
        for says in of_place(row, kinds, roots[0]["code"]):
            yield Fault(places, number, says)
        for key in (row.get("code"), (row.get("parent"), row.get("name"))):
            if key in seen:
                said = str(row.get("name") if isinstance(key, tuple) else key)
                yield Fault(places, number, f"“{said}”重复：请删去一行或者改正")
            seen.add(key)
    settled = {row.get("parent") for row in draft.of(AREAS) if row.get("kind") == AreaKind.VILLAGE}
    for number, row in draft.numbered(AREAS):
        if row.get("kind") == AreaKind.TOWNSHIP and row.get("code") not in settled:
            yield Fault(
                places, number, f"“{row.get('name')}”下面没有一个村（社区）：没有地方登记桩"
            )
    if AreaKind.TOWNSHIP not in kinds.values():
        yield Fault(places, 0, "没有一个乡（镇）")
    gone = Area.objects.within(roots[0]["code"]).exclude(code__in=[str(code) for code in kinds])
    for area in gone:
        said = (
            f"已载入的“{area}”（{area.code}）这里没有：只能改名，不能删；并村的在“更名与合并”登记"
        )
        yield Fault(places, 0, said)


def of_place(row: Row, kinds: dict, county: str) -> Iterator[str]:
    """What is wrong with one place: its code, its names, what it lies in, its position."""
    code, kind, parent = str(row.get("code") or ""), row.get("kind"), row.get("parent")
    digits = DIGITS.get(kind)  # type: ignore[arg-type]
    if kind not in AreaKind.values:
        yield f"类别“{kind}”不认得：可填 {'、'.join(AreaKind.values)}"
    elif digits and not (code.isascii() and code.isdigit() and len(code) == digits):
        yield f"{AreaKind(kind).label}的区划代码是{digits}位数字，不是“{code}”"
    elif digits and kind != AreaKind.COUNTY and not code.startswith(str(parent)):
        yield f"代码“{code}”不接上级的代码“{parent}”：请核对"
    elif not digits and not re.fullmatch(rf"Z{county}_[a-z0-9_]{{1,16}}", code):
        yield f"片区和公路的代号用小写字母、数字和下划线，前面是 Z{county}_，不是“{code}”"
    if kind != AreaKind.COUNTY and parent not in kinds:
        yield f"上级“{parent}”不在表里：请先写乡（镇），再写村"
    for field, head, most in (("name", "名称", 40), ("short_name", "简称", 10)):
        if not 0 < len(str(row.get(field) or "")) <= most:
            yield f"“{head}”要填，最多{most}字"
    for field, (head, least, most) in BOUNDS.items():
        try:
            inside = row.get(field) is None or least <= float(row[field]) <= most
        except (TypeError, ValueError):
            inside = False
        if not inside:
            yield f"“{head}”是{least}到{most}的数，不是“{row[field]}”"
