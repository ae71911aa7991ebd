"""The columns of each kind of line: what a cell says for what was typed, and what was typed for
what a cell says."""

import re
from dataclasses import dataclass

from django import forms

from ledger.lines import line_form
from ledger.lines.base import NEW_SITE, NewSiteForm
from ledger.lines.fields import (
    Choices,
    CountField,
    DayField,
    MeasuredField,
    PickField,
    folded,
    plain,
)
from ledger.lines.scope import Scope
from ledger.sheets.words import unplanned

YES = {"是", "√", "1", "有", "在", "true", "yes", "y"}
NO = {"", "否", "×", "x", "0", "无", "不在", "—", "-", "false", "no", "n"}
HEADS = {
    "site": "站点名称",
    "village": "所在村（社区）",
    "site_kind": "站点类别",
    "at_seat": "在乡（镇）所在地",
    "station": "是公共充电站",
}
WORDS = unplanned()
MEANT = {"site_kind": "kind", "public": "nature"}  # the word's field of a column
NATURES = {"public": "1", "dedicated": "0", "private": "2", "aside": "2"}
NO_CHOICES = Choices(())  # of a column in which anything may be written


@dataclass(frozen=True)
class Column:
    """One column of a sheet; `reads` says what its cells are: text, number, day, pick, tick or
    site."""

    name: str
    head: str
    reads: str
    choices: Choices

    @property
    def heads(self) -> set[str]:
        """What the column may be called, folded: with or without its unit and its brackets."""
        return {folded(self.head), folded(self.head.split("（")[0])}


def columns_of(kind: str, scope: Scope) -> list[Column]:
    """The columns of a kind, in the order of its form, what was asked lately at the end; a new
    site's name stands in the site's own column."""
    form = line_form(kind, scope.submission, scope=scope)
    columns = []
    for name, field in sorted(form.fields.items(), key=lambda one: one[0] in form.lately):
        if name == "site_name" or isinstance(field.widget, forms.HiddenInput):
            continue
        label = str(field.label)
        if isinstance(form, NewSiteForm):
            label = HEADS.get(name, label).removesuffix("哪一行")
        if isinstance(field, CountField | MeasuredField):
            label = f"{label.split('（')[0]}（{field.unit}）"
        choices = field.choices if isinstance(field, PickField) else NO_CHOICES
        if name == "village":
            choices = scope.village_choices
        columns.append(Column(name, label, reading(name, field), choices))
    return columns


def reading(name: str, field: forms.Field) -> str:
    """What the cells of a form's field say: text, number, day, pick, tick or site."""
    if name == "site":
        return "site"
    if name == "village" or isinstance(field, PickField):
        return "pick"
    if isinstance(field, forms.BooleanField):
        return "tick"
    if isinstance(field, CountField | MeasuredField):
        return "number"
    return "day" if isinstance(field, DayField) else "text"


def cell_of(column: Column, typed: dict[str, str], scope: Scope) -> str:
    """What the cell of a line says."""
    value = typed.get(column.name, "")
    site = scope.sites.get(typed.get("site", ""))
    if column.reads == "tick":
        ticked = site.at_seat if site and column.name == "at_seat" else value
        return "是" if ticked else ""
    if column.name == "village" and site:
        return column.choices.labels.get(site.area.code, site.area.full_name)
    if column.name == "site_kind" and site:
        return scope.kinds[site.kind].name if site.kind in scope.kinds else ""
    if column.reads == "site":
        return (
            typed.get("site_name", "")
            if value == NEW_SITE
            else column.choices.labels.get(value, value)
        )
    return column.choices.labels.get(value, value) if column.reads == "pick" else value


def typed_of(
    columns: list[Column], cells: dict[str, str], scope: Scope
) -> tuple[dict[str, str], list[tuple[Column, str]]]:
    """What was typed in a row, and the names in it that mean nothing or too much: (column, Chinese
    sentence)."""
    typed: dict[str, str] = {}
    faults: list[tuple[Column, str]] = []
    for column in columns:
        text = cells.get(column.name, "")
        if column.reads != "text":  # a name may be broken over two lines of its cell
            text = re.sub(r"\s*\n\s*", "", text)
        if column.reads == "tick":
            if folded(text) in YES:
                typed[column.name] = "on"
            elif folded(text) not in NO:
                faults.append((column, f"{column.head}请填“是”或“否”，现在是“{text}”"))
        elif column.reads == "pick":
            code, fault = picked(column, text)
            typed[column.name] = code
            faults += [(column, fault)] if fault else []
        else:
            typed[column.name] = text
    site_column = next((column for column in columns if column.reads == "site"), None)
    if site_column and typed["site"]:
        faults += place(site_column, typed, scope)
    return typed, faults


def picked(column: Column, text: str) -> tuple[str, str]:
    """(code, fault) of a cell that names a choice; an empty cell means the only sensible choice, if
    there is one."""
    if not plain(text):
        own = [code for code in column.choices.labels if code != "none"]
        return (own[0] if column.name == "credited_to" and len(own) == 1 else ""), ""
    found = column.choices.find(text) or meant(column, text)
    if len(found) == 1:
        return next(iter(found)), ""
    if WORDS.meaning(MEANT.get(column.name, ""), text).code == "station":
        return text, f"“{text}”只说明是充电站，请在“{column.head}”里选它所在的场所"
    if column.name == "village":
        said = "有几个" if found else "没有找到"
        return text, f"叫“{text}”的村（社区）{said}，请填带乡（镇）的全称或12位区划代码"
    if found:
        return text, f"{column.head}“{text}”有几个，请从下拉列表中选择"
    return text, f"{column.head}没有“{text}”这一项，请从下拉列表中选择"


def meant(column: Column, text: str) -> set[str]:
    """The choice that a word of the trade certainly means: 公用 for 公共, 居民小区 for 居住小区."""
    meaning = WORDS.meaning(MEANT.get(column.name, ""), text)
    code = NATURES.get(meaning.code, meaning.code)
    return {code} if meaning.certain and code in column.choices else set()


def place(column: Column, typed: dict[str, str], scope: Scope) -> list[tuple[Column, str]]:
    """Turn the name of a site into the site it means, or into a new one where the line may bring
    one in."""
    text, village = typed["site"], typed.get("village", "")
    named = [
        pk
        for pk in column.choices.names.get(folded(text), ())
        if pk != NEW_SITE and (not village or scope.sites[pk].area.code == village)
    ]
    if len(named) > 1:
        return [
            (column, f"叫“{text}”的站点有{len(named)}个，请同时填所在村（社区）或填带村名的全称")
        ]
    may_be_new = NEW_SITE in column.choices
    if named:
        typed["site"] = named[0]
        if may_be_new:
            typed.update(village="", site_kind="")
            typed.pop("at_seat", None)
    elif may_be_new:
        typed.update(site=NEW_SITE, site_name=text)
    else:
        return [(column, f"没有叫“{text}”的站点，请从下拉列表中选择")]
    return []
