"""Filling in the portal's sheets by their own headings: what each column of a line says."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from random import Random
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.year import by_pages

HIDDEN = "系统编号"  # the column by which the portal knows a row again
STANDS = "present"  # in it: what stands from before
STATIONS = {True: "是，单位认定", False: "不是，分散充电桩"}
COUNTS = {
    "直流桩": "dc",
    "交流桩": "ac",
    "充电枪": "connectors",
    "车位": "parking_space",
    "其中小客车停车位": "car_space",
    "其中充电车位": "charging_space",
    "纯电动汽车": "bev",
    "插电式混合动力汽车": "phev",
}


def opened(content: bytes) -> Workbook:
    """A file of the portal's, as a person opens it."""
    return load_workbook(BytesIO(content))


def saved(book: Workbook) -> bytes:
    """The file as it is saved."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def heads_of(sheet: Worksheet) -> tuple[int, list[str]]:
    """(row number, words) of a sheet's heads."""
    for row in sheet.iter_rows(max_row=10):
        if any(cell.value == HIDDEN for cell in row):
            return row[0].row, [str(cell.value or "") for cell in row]
    raise AssertionError(f"no heads in {sheet.title}")


def cell(head: str, line: dict) -> Any:
    """What a line says under a head; nothing where it says nothing of it."""
    head = head.replace("\n", "").split("（")[0].removeprefix("改造后")
    if head in COUNTS:
        return line.get(COUNTS[head])
    if head.endswith("日期"):
        return line.get("on")
    said = {
        **said_of_piles(line),
        **said_of_site(line),
        **said_of_safety(line),
        "换电站的变动": by_pages.EVENTS.get(line.get("event", "")),
        "达到的阶段": by_pages.STAGES.get(line.get("stage", "")),
        "移出原因": "拆迁",
    }
    if line["kind"] == "distance":
        distance = line["distance"]
        said["最远充电距离"] = f"{distance // 100}.{distance % 100:02}"
        said["范围"] = by_pages.area_name(line["place"])
    return said.get(head)


def said_of_piles(line: dict) -> dict[str, Any]:
    """What piles say besides how many they are."""
    if "power" not in line:
        return {}
    row = by_pages.UNIT_NAMES[line["row"]] if line.get("row") else "未归入附件2"
    return {
        "桩的性质": by_pages.NATURES[line["nature"]].split("（")[0],
        "总功率": f"{line['power'] // 10}.{line['power'] % 10}",
        "计入附件2": row,
        "计入附件2哪一行": row,
        "情况说明": "情况属实",
        "是公共充电站": STATIONS.get(line.get("station")),
        "拆的是停用着的": "是" if line.get("out_of_use") else "",
    }


def said_of_site(line: dict) -> dict[str, Any]:
    """A site by its name, or what a new one is."""
    if "site" not in line:
        return {}
    village, name = line["site"]
    if not line.get("new"):
        full = f"{by_pages.area_name(village)} {name}"
        return dict.fromkeys(("站点名称", "站点", "检查的站点"), full)
    return {
        "站点名称": name,
        "站点类别": by_pages.KIND_NAMES[line["new"]["kind"]],
        "所在村": by_pages.area_name(village),
        "在乡": "是" if line["new"]["at_seat"] else "否",
    }


def said_of_safety(line: dict) -> dict[str, Any]:
    """What an inspection found."""
    if line["kind"] != "inspected":
        return {}
    found = {"发现的问题": "线缆破损", "整改期限": line["on"].isoformat()}
    return {
        "检查单位和人数": "本局2人",
        "检查结果": by_pages.GRADES[line["grade"]],
        "已责令停用": "是" if line["stopped"] else "",
        **(found if line["grade"] != "none" else {}),
    }


def write(sheet: Worksheet, row: int, heads: list[str], line: dict, chance: Random) -> None:
    """Put a line in a row; days as days or as people write them."""
    for column, head in enumerate(heads, start=1):
        if head not in ("", HIDDEN):
            value = cell(head, line)
            sheet.cell(row, column).value = written(value, chance)


def written(value: Any, chance: Random) -> Any:
    """A value as somebody types it."""
    if isinstance(value, date):
        day = f"{value.year}.{value.month}.{value.day}"
        return chance.choice([value, value.isoformat(), day])
    return str(value) if isinstance(value, int) and chance.random() < 0.3 else value


def fill(book: Workbook, lines: list[dict], chance: Random) -> None:
    """Put lines in a month's workbook in the place of what its draft holds: over the row of what
    stands about the same thing, or below. The lines are put in the order of the sheets."""
    order: dict[int, tuple[int, int]] = {}
    for line in lines:
        sheet = next(s for s in book.worksheets if s.title.startswith(by_pages.TABS[line["kind"]]))
        head, heads = heads_of(sheet)
        row = row_for(sheet, head, heads, line, chance)
        write(sheet, row, heads, line, chance)
        order[id(line)] = book.index(sheet), row
    lines.sort(key=lambda line: order[id(line)])


def block(heads: list[str], lines: list[dict], with_heads: bool) -> str:
    """Lines of one kind as they are copied out of a sheet with these heads."""
    rows = [[cell(head, line) for head in heads] for line in lines]
    texts = [["" if value is None else str(value) for value in row] for row in rows]
    top = [[head.replace("\n", "") for head in heads]] if with_heads else []
    return "\n".join("\t".join(row) for row in [*top, *texts])


def clear(book: Workbook) -> None:
    """Take out the rows of the draft; what stands from before stays."""
    for sheet in book.worksheets:
        if any(c.value == HIDDEN for row in sheet.iter_rows(max_row=10) for c in row):
            head, _ = heads_of(sheet)
            for row in sheet.iter_rows(min_row=head + 1):
                if row[0].value not in (None, STANDS):
                    for one in row:
                        one.value = None


def row_for(sheet: Worksheet, head: int, heads: list[str], line: dict, chance: Random) -> int:
    """The row of what stands about the same site or place, or the first that is empty."""
    about = [n for n, h in enumerate(heads) if h in ("站点名称", "范围")]
    for number, row in enumerate(sheet.iter_rows(min_row=head + 1), start=head + 1):
        texts = [one.value for one in row]
        if not any(texts):
            return number
        same = about and texts[about[0]] == cell(heads[about[0]], line)
        if texts[0] == STANDS and same and chance.random() < 0.5:
            return number
    return sheet.max_row + 1
