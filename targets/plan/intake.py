"""A plan from a file or a folder, examined: what was understood, what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from targets.plan import cells, folder
from targets.plan.cells import Rows
from targets.plan.check import Findings, examine
from targets.plan.draft import Draft
from targets.plan.known import known_to, plan_of_before
from targets.plan.parsing import Parser
from targets.plan.taking_out import draft_of


@dataclass(frozen=True)
class Examined:
    """A draft with all that was found in it."""

    draft: Draft
    findings: Findings


def of_sheets(found: Mapping[str, Rows], served: str = "") -> Examined:
    """The plan that a workbook's sheets say; where only one county may bring plans in, of that
    county."""
    parser = Parser(found)
    return _examined(parser.draft, parser, served)


def of_folder(path: Path) -> Examined:
    """The plan that a folder holds; raises NotAFolder."""
    return _examined(folder.read(path), None)


def of_path(path: Path) -> Examined:
    """The plan of a folder or of a workbook; raises NotAFolder or UnreadableFile."""
    return of_folder(path) if path.is_dir() else of_sheets(cells.read(path.read_bytes()))


def _examined(draft: Draft, parser: Parser | None, served: str = "") -> Examined:
    before = plan_of_before(draft)
    found = examine(draft, known_to(draft, served), draft_of(before) if before else None)
    unread = parser.faults if parser else []
    missing = {fault.sheet for fault in unread if not fault.row}
    rest = [fault for fault in found.faults if fault.sheet not in missing or fault.row]
    return Examined(draft, Findings([*unread, *rest], found.doubts))
