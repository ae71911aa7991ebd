"""People as a workbook: the sheet to be filled in, one row a person, and what was read of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from shanyin_charging import spreadsheet
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.spreadsheet import BORDER, GREY, OPTIONS, put
from targets.models import Alias, Unit
from targets.pages.forms import OF_A_COUNTY, PersonForm
from targets.spelling import spelled

TITLE = "人员"
HEADS = {
    "name": "姓名",
    "unit": "单位",
    "role": "角色",
    "post": "岗位",
    "phone": "办公电话",
    "mobile": "手机",
    "username": "账号",
}
WIDTHS = dict(zip(HEADS, (12, 26, 18, 12, 18, 16, 18), strict=True))
WRITES, CHECKS = "填报人", "审核人"
ROLES = {label: role for role, label in OF_A_COUNTY}
LAST_ROW = 400
SHORTEST = 3  # characters of an account
Rows = list[tuple[int, dict[str, str]]]  # number on the sheet, texts by field


@dataclass
class Examined:
    """The people that a sheet has, and what is to be mended (sheet, where, how)."""

    people: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)


def blank(units: list[Unit]) -> bytes:
    """The sheet with a row begun for each of these units, which lack a person."""
    book = Workbook()
    page, options = book.active, book.create_sheet(OPTIONS)
    page.title = TITLE
    for place, (name, head) in enumerate(HEADS.items(), start=1):
        cell = put(page.cell(1, place), head)
        cell.font, cell.fill, cell.border = Font(bold=True), GREY, BORDER
        page.column_dimensions[cell.column_letter].width = WIDTHS[name]
    for number, unit in enumerate(units, start=2):
        for place, text in ((2, unit.name), (3, Role.OFFICER.label), (4, WRITES)):
            put(page.cell(number, place), str(text))
    names = [unit.name for unit in Unit.objects.served().order_by("position")]
    for column, words in (("B", names), ("C", list(ROLES)), ("D", [WRITES, CHECKS])):
        cells = f"{column}2:{column}{LAST_ROW}"
        spreadsheet.offer(page, options, [str(word) for word in words], cells)
    options.sheet_state, page.freeze_panes = "hidden", "A2"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def rows_in(sheets: dict[str, list[tuple[int, list[str]]]]) -> Rows:
    """The rows below the heads, of the sheet that has them; rows in which nobody is named are left
    out. None of it: no sheet has the heads."""
    for lines in sheets.values():
        for place, (_, texts) in enumerate(lines):
            at = {text.strip(): column for column, text in enumerate(texts)}
            if "姓名" in at and "角色" in at:
                return [
                    (number, told)
                    for number, cells in lines[place + 1 :]
                    if (told := _told(cells, at))["name"]
                ]
    return []


def _told(cells: list[str], at: dict[str, int]) -> dict[str, str]:
    return {
        name: cells[at[head]].strip() if head in at and at[head] < len(cells) else ""
        for name, head in HEADS.items()
    }


def examine(rows: Rows) -> Examined:
    """Each row as a new account, by the rules of the form for one; an account's name that is left
    empty is made of the person's."""
    found, units = Examined(), _units()
    taken = set(User.objects.values_list("username", flat=True))
    if not rows:
        found.faults.append((TITLE, "", "没有读到人：第一行要有“姓名”“角色”等栏目名，下面一行一人"))
    for number, told in rows:
        unit = units.get(told["unit"])
        username = told["username"].lower() or _free(told["name"], taken)
        form = PersonForm(
            {
                **{name: told[name] for name in ("name", "phone", "mobile")},
                **{"username": username, "role": ROLES.get(told["role"], told["role"])},
                "unit": unit.pk if unit else "",
            }
        )
        told_of_unit = bool(told["unit"] and not unit)
        faults = [*_odd(told, unit, username, taken), *_of_form(form, told_of_unit)]
        found.faults += [(TITLE, f"第{number}行 {head}", says) for head, says in faults]
        taken.add(username)
        if not faults:
            more = {"checks": told["post"] == CHECKS, "role_label": told["role"]}
            found.people.append({**form.cleaned_data, **more})
    return found


def _odd(
    told: dict[str, str], unit: Unit | None, username: str, taken: set[str]
) -> Iterator[tuple[str, str]]:
    """What no form for one person knows."""
    if told["unit"] and unit is None:
        yield "单位", f"没有叫“{told['unit']}”的单位，请从下拉里选"
    if told["role"] not in ROLES:
        yield "角色", f"“{told['role']}”不是角色，请从下拉里选：{'、'.join(map(str, ROLES))}"
    if told["post"] not in ("", WRITES, CHECKS):
        yield "岗位", f"“{told['post']}”不是岗位，填“{WRITES}”或者“{CHECKS}”，不代表单位的空着"
    if told["username"] and username in taken:
        yield "账号", f"账号“{username}”已有人用，请换一个，或者空着由系统起"


def _of_form(form: PersonForm, unit_told: bool) -> Iterator[tuple[str, str]]:
    """What the form for one person says, but what was told of the same cell already."""
    for name, errors in form.errors.items():
        told_already = name == "role" or name == "unit" and unit_told
        for error in () if told_already else map(str, errors):
            if "已有人用" not in error:
                yield HEADS.get(name, ""), error


def _units() -> dict[str, Unit]:
    """The county's units by their names, and by what documents call them."""
    known = {alias.name: alias.unit for alias in Alias.objects.served().select_related("unit")}
    return known | {unit.name: unit for unit in Unit.objects.served()}


def _free(name: str, taken: set[str]) -> str:
    """An account's name that nobody has: the person's in letters, with a number where needed."""
    letters = "".join(c for c in spelled(name) if c.isascii() and c.isalnum())[:26]
    if len(letters) >= SHORTEST and letters not in taken:
        return letters
    number = next(n for n in range(1, len(taken) + 2) if f"{letters}{n:02}" not in taken)
    return f"{letters}{number:02}"
