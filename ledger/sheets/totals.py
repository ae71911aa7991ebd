"""The totals of a list held against what was read above them."""

from collections.abc import Callable

from .columns import Columns
from .joining import counts, is_aside
from .settled import SiteLine, Table, Total
from .values import Unclear, count, tenths

TOTALLED = ("dc", "ac", "piles", "connectors", "power")


def held(columns: Columns, lines: list[SiteLine]) -> list[Total]:
    """The file's own totals beside what was read above them."""
    table, found = columns.table, []
    own = [line for line in lines if line.sheet == table.sheet]
    since = table.head[-1]
    subtotals = [row.number for row in table.skipped if row.reason == "小计行"]
    are_on_top = bool(subtotals and own) and min(subtotals) < min(line.number for line in own)
    for row in table.skipped:
        if row.reason not in ("合计行", "小计行"):
            continue
        is_on_top = are_on_top and row.reason == "小计行"
        for name in TOTALLED:
            said = total_of(columns, row.number, name)
            if said is None:
                continue
            below = sums(own, name, row.number, next_total(table, row.number, is_on_top=is_on_top))
            pair = [sums(own, name, low, row.number) for low in (since, table.head[-1])]
            pair.append(below)
            if not any(since < line.number < row.number for line in own):
                pair = pair[1:] if any(line.number < row.number for line in own) else pair[2:]
            if is_on_top:
                pair = [below]
            counted, aside = next((one for one in pair if sum(one) == said), pair[0])
            label = next((text for text in row.texts if not text.isdigit()), row.reason)
            total = Total(table.sheet, row.number, label, name, said, counted, aside)
            found.append(total)
        since = row.number if row.reason == "小计行" else since
    return found


def next_total(table: Table, number: int, *, is_on_top: bool) -> int:
    """Where the next subtotal stands below a row that is one of those below it, or the table
    ends."""
    below = [row.number for row in table.skipped if row.reason == "小计行" and row.number > number]
    is_section = any(at == number for at, _, _ in table.sections)
    return below[0] if below and (is_section or is_on_top) else table.last + 1


def total_of(columns: Columns, number: int, name: str) -> int | None:
    """The number of a total's row in a field; None where it says none."""
    read: Callable[[str], int | None] = count
    if name == "power":
        scale = columns.rated.scale(name)
        read = lambda text: tenths(text, scale)  # noqa: E731
    try:
        found = [read(text) for text in columns.texts(number, name)]
    except Unclear:
        return None
    known = [value for value in found if value is not None]
    return sum(known) if known else None


def sums(lines: list[SiteLine], name: str, above: int, below: int) -> tuple[int, int]:
    """(of lines that count, of those set aside) what the rows between two rows add up to."""
    counted = aside = 0
    for line in lines:
        if above < line.number < below:
            value = (line.dc or 0) + (line.ac or 0) if name == "piles" else getattr(line, name) or 0
            counted += value * counts(line)
            aside += value * is_aside(line)
    return counted, aside
