"""Rows as sites: guns to their piles, piles to their sites, and rows that say the same again."""

from collections import Counter
from dataclasses import replace

from .columns import NUMERIC, Columns
from .leaving_out import GROUP
from .settled import PILE, SiteLine
from .settling import label
from .values import folded

TWIN = "twin"  # a row that says what another says
Key = tuple[object, ...]


def counts(line: SiteLine) -> bool:
    """Whether a line is one that is taken in."""
    return not is_aside(line) and line.status != TWIN


def is_aside(line: SiteLine) -> bool:
    """Whether a line is named and does not count: gone, not there yet, a person's own, a twin."""
    return line.status not in ("in_use", "stopped", TWIN) or line.is_aside


def join(lines: list[SiteLine], columns: Columns) -> list[SiteLine]:
    """Rows that are guns of a pile as one row, and rows that are piles of a site, or stand beside
    its merged name, as one line."""
    found: dict[Key, SiteLine] = {}
    for line in whole_piles(lines) if columns.table.grain == PILE else lines:
        block = columns.block(line.number, "site")
        is_part = bool(line.piles) or block or are_added(columns)
        key: Key = (line.number, line.status)
        if is_part and line.name:
            key = (block if not line.piles else None, *same_place(line), line.status, line.kind)
            told = columns.sections(line.number).items() if not line.piles else ()
            key += tuple(one for one in told if one[0] != GROUP)
        if key not in found:
            found[key] = line
        else:
            add(found[key], line)
    return list(found.values())


def are_added(columns: Columns) -> bool:
    """Whether rows count the piles of one sort each, which are added to their site."""
    names = columns.names
    return "piles" in names and bool({"current", "each"} & names) and not {"dc", "ac"} & names


def whole_rows(lines: list[SiteLine]) -> list[SiteLine]:
    """The parts of each row as one line."""
    found: dict[Key, SiteLine] = {}
    for line in lines:
        first = found.setdefault((line.number, line.status), line)
        if first is not line:
            add(first, line)
    return list(found.values())


def whole_piles(lines: list[SiteLine]) -> list[SiteLine]:
    """One row a pile where its code stands in several: guns are added, its power is its own, and it
    is in use while one of its guns is. Long codes are rounded in cells and tell nothing."""
    found: dict[Key, SiteLine] = {}
    for line in lines:
        code = line.piles[0].code if line.piles else ""
        is_known = bool(code) and "e+" not in code.lower()
        key: Key = (folded(line.name), code) if is_known else (line.number, line.part)
        first = found.setdefault(key, line)
        if first is line:
            continue
        first.numbers += line.numbers
        first.faults += line.faults
        first.notes += line.notes
        if "in_use" in (first.status, line.status):
            first.status = "in_use"
        if line.connectors == 1:  # else each of its rows counts them all
            first.connectors = first.piles[0].connectors = (first.connectors or 0) + 1
        first.piles[0].status = first.status
    return list(found.values())


def add(whole: SiteLine, part: SiteLine) -> None:
    """Add a row to the line of its site."""
    whole.numbers += [number for number in part.numbers if number not in whole.numbers]
    whole.faults += [fault for fault in part.faults if fault not in whole.faults]
    whole.notes += [note for note in part.notes if note not in whole.notes]
    whole.codes += [code for code in part.codes if code not in whole.codes]
    for name in ("dc", "ac", "connectors", "power"):
        both = (getattr(whole, name), getattr(part, name))
        values = [value for value in both if value is not None]
        setattr(whole, name, sum(values) if values else None)
    whole.piles += part.piles


def stopped_apart(line: SiteLine) -> SiteLine | None:
    """Take the piles that are out of use from a line, for a line of their own; None where there are
    none, or all are. Raises Undivided where a number does not tell how it is divided."""
    piles, stopped = (line.dc or 0) + (line.ac or 0), line.stopped
    if not stopped or not piles:
        return None
    if stopped >= piles:
        line.status = "stopped" if stopped == piles else line.status
        if stopped > piles:
            raise Undivided(f"停用的{stopped}台多于桩数{piles}台")
        return None
    if line.dc and line.ac:
        raise Undivided(f"停用的{stopped}台看不出是直流还是交流")
    apart = replace(line, status="stopped", faults=[], notes=[], piles=[], stopped=0)
    for name in ("dc", "ac", "connectors", "power"):
        value = getattr(line, name)
        if value is not None:
            share, rest = divmod(value * stopped, piles)
            if rest:
                raise Undivided(f"{label(name)}{value}分不到停用的{stopped}台")
            setattr(apart, name, share)
            setattr(line, name, value - share)
    return apart


class Undivided(ValueError):
    """Piles out of use cannot be told from the others; the text is the end of a sentence."""


def same_place(line: SiteLine) -> Key:
    """What two rows share that are about one place on one day."""
    where = line.village or line.texts.get("village") or line.address or line.township
    return folded(line.name), where, line.on or line.texts.get("on", ""), line.nature


def numbers_of(line: SiteLine) -> Key:
    """What a row counts, as it was typed."""
    names = (*NUMERIC, "current", "status", "credited_to")
    return (line.status, *(folded(line.texts.get(name, "")) for name in names))


def are_parts(lines: list[SiteLine]) -> bool:
    """Whether lines divide a site: one has its 直流, the other its 交流, or a single row tells
    both, in use and stopped."""
    if len({(line.sheet, line.number) for line in lines}) == 1:
        return True
    counted = [Counter({"dc": line.dc or 0, "ac": line.ac or 0}) for line in lines]
    return all(sum(bool(one[name]) for one in counted) <= 1 for name in ("dc", "ac"))
