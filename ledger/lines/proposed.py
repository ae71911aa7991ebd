"""What a unit may say of its work in the words of its own lines: proposed, never added unasked."""

from collections.abc import Iterable, Iterator
from typing import Any

from ledger.lines.readback import nature_of
from ledger.lines.scope import Scope
from ledger.models import Line, LineKind
from targets.models import Clause

DONE: dict[str, str] = {
    LineKind.ADDED: "新增",
    LineKind.REMOVED: "拆除",
    LineKind.STOPPED: "停用",
    LineKind.REOPENED: "恢复使用",
    LineKind.OPENED: "对外开放",
}


def proposed(scope: Scope, lines: Iterable[Line]) -> list[tuple[Clause, str]]:
    """(clause, work done) that whole lines of the draft tell; nothing under a clause of which the
    draft says something already."""
    lines = [line for line in lines if line.values is not None]
    said = {line.read_as["clause"] for line in lines if line.kind == LineKind.WORK}
    found: dict[Clause, list[str]] = {}
    for line in lines:
        for clause, words in told(scope, line):
            if clause.code not in said:
                found.setdefault(clause, []).append(words)
    return [(clause, "；".join(words)) for clause, words in found.items()]


def told(scope: Scope, line: Line) -> Iterator[tuple[Clause, str]]:
    """What a line of piles tells, under the clause of its site, where it has one."""
    values = line.read_as
    if line.kind not in DONE or line.kind == LineKind.REMOVED and not values.get("for_good"):
        return
    site = scope.sites.get(str(values["site"]))
    if clause := scope.owed.clause_of(site.kind if site else values["site_kind"]):
        yield clause, work(line.kind, values, site.name if site else "")


def work(kind: str, values: dict[str, Any], known: str) -> str:
    """What was done, as the line says it; a new site is itself what was added."""
    nature, verb = nature_of(kind, values), DONE[kind]
    piles = "、".join(
        f"{nature}{name}{values[field]}台"
        for field, name in (("dc", "直流桩"), ("ac", "交流桩"))
        if values[field]
    )
    return f"{known}{verb}{piles}" if known else f"{verb}{values['site_name']}，{piles}"
