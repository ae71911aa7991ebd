"""The numbers that a list prints of itself, in rows of totals, in its title and its notes, held
against what was read."""

import re
from collections.abc import Callable

from .columns import Columns
from .joining import counts, is_aside
from .settled import SiteLine, Skipped, Table, Total
from .values import Unclear, count, folded, tenths

TOTALLED = ("dc", "ac", "piles", "connectors", "power")
SUMS = ("合计行", "小计行")  # why a row of totals is not read
ABOVE = ("标题", "表头上面的说明")
BESIDE = ("说明", "签字栏", "分组行")
IN_ALL = re.compile(r"共|合计|总计|总数|累计|全[县乡镇市]")  # in a note that counts the list
OTHERS = re.compile(
    r"(?:新增|新建|在建|拟建|计划|规划|待建|专用|私人|自用|个人|停用|停运|故障|损坏|拆除|换电|每|单)"
    r"[一-鿿]{0,3}$"
)
THINGS = {
    "dc": r"(?:直流|快充)(?:充电)?桩?",
    "ac": r"(?:交流|慢充)(?:充电)?桩?",
    "connectors": r"(?:充电)?枪(?!一)",
    "piles": r"(?:充电)?桩(?!站|群|点)",
    "sites": r"(?:充换?电)?(?:站点|场站|站|点位)",
}
ANY = "|".join(f"(?P<{{0}}{name}>{form})" for name, form in THINGS.items())
PRINTED = re.compile(  # 12站86桩, and behind its name 直流40台
    rf"(?<![\d.年月])(?P<bn>\d+)[台个座把根支]?(?:公共|公用)?(?:{ANY.format('b')})"
    rf"|(?:{ANY.format('a')})(?:总?数量?|共计?|合计|总计|[:：])*(?P<an>\d+)[台个座处把根支]"
    r"|(?<![\d.年月])(?P<cn>\d+)处"
    r"|(?<![\d.年月])(?P<dn>\d+)台(?=$|[,，、。)）])"
    r"|(?:总功率|功率合计|装机容量|总容量)(?:共计?|合计|[:：])*(?P<pn>\d+(?:\.\d+)?)(?:kw|千瓦)"
)


def held(columns: Columns, lines: list[SiteLine], unsure: set[str]) -> list[Total]:
    """The file's own totals beside what was read. `unsure` are the fields of which it is asked
    which of several columns says them: the totals of these columns decide nothing."""
    table, found = columns.table, []
    own = [line for line in lines if line.sheet == table.sheet]
    spans = Spans(table, own)
    for row in table.skipped:
        said = list(counted_in(row))
        if row.reason in SUMS:
            told = ((name, total_of(columns, row.number, name)) for name in TOTALLED)
            said += [(name, one) for name, one in told if name not in unsure and one is not None]
        for name, number in dict(said).items():
            pairs = [sums(own, name, *span) for span in spans.of(row)]
            pairs += [sums(lines, name, 0, 10**6)] * (row.reason in ABOVE)
            match = next((one for one in pairs if number in (one[0], sum(one))), pairs[0])
            found.append(Total(table.sheet, row.number, label_of(row), name, number, *match))
        spans.pass_by(row)
    return found


class Spans:
    """Between which rows those stand that a printed number may be about, the likeliest first."""

    def __init__(self, table: Table, own: list[SiteLine]) -> None:
        self.table, self.top = table, table.head[-1]
        self.since, self.numbers = self.top, [line.number for line in own]
        subtotals = [row.number for row in table.skipped if row.reason == "小计行"]
        self.on_top = bool(subtotals and own) and min(subtotals) < min(self.numbers)

    def of(self, row: Skipped) -> list[tuple[int, int]]:
        """The spans of a row: above it since the last subtotal and in all, below it to the next."""
        end, number = self.table.last + 1, row.number
        if row.reason not in SUMS:
            is_section = row.reason == "分组行"
            return [(number, self.next(number, "分组行"))] * is_section + [(self.top, end)]
        is_on_top = self.on_top and row.reason == "小计行"
        is_section = any(at == number for at, _, _ in self.table.sections)
        below = (number, self.next(number, "小计行") if is_section or is_on_top else end)
        if is_on_top:
            return [below]
        found = [(self.since, number), (self.top, number), below]
        if not any(self.since < one < number for one in self.numbers):
            found = found[1:] if any(one < number for one in self.numbers) else found[2:]
        return found

    def next(self, number: int, reason: str) -> int:
        """Where the next row of a sort stands below one, or the table ends."""
        rows = self.table.skipped
        below = [one.number for one in rows if one.reason == reason and one.number > number]
        return min(below, default=self.table.last + 1)

    def pass_by(self, row: Skipped) -> None:
        """Begin anew below a subtotal."""
        self.since = row.number if row.reason == "小计行" else self.since


def label_of(row: Skipped) -> str:
    """What a printed number is called."""
    return next((text for text in row.texts if not text.isdigit()), row.reason)[:40]


def counted_in(row: Skipped) -> list[tuple[str, int]]:
    """(field, number) of what a row counts in words, 共12站86桩; power in tenths of a kilowatt."""
    if row.reason not in (*SUMS, *ABOVE, *BESIDE):
        return []
    clauses = [one for text in row.texts for one in re.split(r"[。；;]", folded(text))]
    found = []
    for clause in clauses:
        if row.reason in BESIDE and row.reason != "分组行" and not IN_ALL.search(clause):
            continue
        for one in PRINTED.finditer(clause):
            if not OTHERS.search(clause[: one.start()]):
                found.append(named(one))
    return found


def named(found: re.Match[str]) -> tuple[str, int]:
    """The field and the number of a printed count."""
    said = {name: text for name, text in found.groupdict().items() if text}
    if "pn" in said:
        return "power", tenths(said["pn"]) or 0
    if "dn" in said:
        return "piles", int(said["dn"])
    number = int(said.get("an") or said.get("bn") or said["cn"])
    return next((name[1:] for name in said if name[1:] in THINGS), "sites"), number


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
    within = [line for line in lines if above < line.number < below]
    if name == "sites":
        told = [{place_of(line) for line in within if is_it(line)} for is_it in (counts, is_aside)]
        return len(told[0]), len(told[1] - told[0])
    counted = aside = 0
    for line in within:
        value = piles_of(line) if name == "piles" else getattr(line, name) or 0
        counted += value * counts(line)
        aside += value * is_aside(line)
    return counted, aside


def piles_of(line: SiteLine) -> int:
    """The piles of a line, by what it says where nothing is asked of their current."""
    try:
        told = count(line.texts.get("piles", "")) if line.dc is None is line.ac else 0
    except Unclear:
        told = 0
    return (line.dc or 0) + (line.ac or 0) or told or 0


def place_of(line: SiteLine) -> tuple[str, str]:
    """What the lines of one site share."""
    return folded(line.name), line.village or line.texts.get("village", "")
