"""A plan as a folder of JSON, one file a subject: read, and written as it was read."""

import json
from pathlib import Path
from typing import Any

from targets.plan.draft import Draft, Row, with_defaults
from targets.plan.sheets import SHEETS

NESTED = {"aliases": ("units", "unit", "code"), "targets": ("indicators", "indicator", "code")}
SCAN = "plan_scan.txt"
AREAS, LETTERHEAD = "areas", "county"  # what a county brings, beside its plan


class NotAFolder(Exception):
    """A folder that holds no plan; its text says in Chinese which file is wrong and why."""


def read(folder: Path) -> Draft:
    """The plan that a folder holds, with what it brings for its county; raises NotAFolder."""
    plan = _file(folder, "plan")
    scan = plan.pop("scan_file", SCAN)
    try:
        draft = Draft(scan=(folder / scan).read_text(encoding="utf-8"))
    except OSError:
        raise NotAFolder(f"{scan}：没有这个文件，原文放在这里") from None
    draft.rows["plan"] = [with_defaults("plan", plan)]
    if (folder / f"{AREAS}.json").exists():
        draft.rows |= read_county(folder).rows
    for sheet in SHEETS[1:]:
        if sheet.name in NESTED:
            _lift(draft, sheet.name)
        else:
            draft.rows[sheet.name] = _file(folder, sheet.name)
    for sheet in SHEETS[1:]:
        draft.rows[sheet.name] = [with_defaults(sheet.name, row) for row in draft.of(sheet.name)]
    return draft


def read_county(folder: Path) -> Draft:
    """The places and the names of a county that a folder holds; raises NotAFolder."""
    return Draft({AREAS: _file(folder, AREAS), LETTERHEAD: [_file(folder, LETTERHEAD)]})


def _file(folder: Path, name: str) -> Any:
    try:
        return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    except OSError:
        raise NotAFolder(f"{name}.json：没有这个文件") from None
    except UnicodeDecodeError:
        raise NotAFolder(f"{name}.json：不是 UTF-8 编码的文字") from None
    except json.JSONDecodeError as error:
        raise NotAFolder(
            f"{name}.json：不是 JSON，第{error.lineno}行第{error.colno}个字起读不懂"
        ) from None


def _lift(draft: Draft, name: str) -> None:
    """Take rows out of those that they are written in; they stand where those do."""
    owner, link, key = NESTED[name]
    draft.rows[name], draft.numbers[name] = [], []
    for number, row in enumerate(draft.of(owner), start=1):
        for inner in row.pop(name, []):
            draft.rows[name].append({link: row.get(key), **inner})
            draft.numbers[name].append(number)


def write(draft: Draft, folder: Path) -> None:
    """Write a plan, its places apart, as `read` reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SCAN).write_text(draft.scan, encoding="utf-8")
    plan = json.dumps({**draft.plan, "scan_file": SCAN}, ensure_ascii=False, indent=1)
    (folder / "plan.json").write_text(f"{plan}\n", encoding="utf-8")
    for sheet in SHEETS[1:]:
        if sheet.name not in NESTED:
            rows = [_with_inner(draft, sheet.name, row) for row in draft.of(sheet.name)]
            lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
            (folder / f"{sheet.name}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def _with_inner(draft: Draft, name: str, row: Row) -> Row:
    for inner, (owner, link, key) in NESTED.items():
        if owner == name:
            found = [other for other in draft.of(inner) if other[link] == row[key]]
            without = [{k: v for k, v in other.items() if k != link} for other in found]
            row = {**row, inner: without}
    return row
