"""What the paper that closes a plan must hold by its printed words alone, beside what every paper
must."""

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from reports.figures.formats import NOTHING
from targets.months import Month

VERDICT = re.compile(
    r"方案定的年度目标(?P<whole>\d+)项，(?:完成(?P<met>\d+)项)?(?:，?未完成(?P<short>\d+)项)?"
    r"(?:，?(?P<open>\d+)项待专班核定口径后评价)?(?:，?(?P<silent>\d+)项还没有报数)?"
    r"(?:，?(?P<assumed>\d+)项不作评价)?。各项情况见附件1。"
)
BEYOND = re.compile(r"另有力争目标(\d+)项，(?:(\d+)项已达到|尚未达到|暂不评价)。")
ADDED = re.compile(r"方案期内\w+?(?:累计新增公共充电桩(?P<whole>\d+)台|没有新增公共充电桩)")
OF_YEAR = re.compile(r"(\d{4})年(?:新增(\d+)台(?:，完成年度任务(\d+)台的([\d.]+%))?|无新增)")
LEFT = re.compile(r"到期末没有完成的目标(\d+)项：([^。]*)。")
GOOD = ("达到", "正常", "完成")


def term_faults(r, printed):
    """What is wrong with the paper that closes a plan, each in words."""
    text = "".join(p.text for p in printed.body)
    targets, units = tables(printed)
    yield from verdict_beside_table(text, targets)
    yield from years_beside_tables(r, text, targets, units)
    yield from left_beside_table(text, targets)
    *parts, whole = units
    for column in (1, 2):
        numbers = [int(row[column]) for row in parts if row[column] != NOTHING]
        if int(whole[column]) != sum(numbers):
            yield f"units do not add up: {numbers} to {whole[column]}"
    for name, planned, added, rate in units:
        if rate != (NOTHING if planned in (NOTHING, "0") else percent(added, planned)):
            yield f"{name}: {added} of {planned} is not {rate}"


def tables(printed):
    """The rows, as text, of the table of targets and of that of units."""
    found = [t for a in printed.attachments for t in a.tables]
    return [
        [[cell.text for cell in row] for row in table.rows]
        for heads in ("评价", "完成率")
        for table in found
        if table.heads[-1] == heads
    ]


def verdict_beside_table(text, targets):
    """A verdict that is not read, whose parts do not add up, or that the table does not bear out;
    what is only striven for stands in the table too."""
    match = VERDICT.search(text)
    if match is None:
        yield f"not read: {text}"
        return
    said = {name: int(number or 0) for name, number in match.groupdict().items()}
    if said["whole"] != sum(said.values()) - said["whole"]:
        yield f"does not add up: {match[0]}"
    beyond = BEYOND.search(text)
    more, reached = (int(n or 0) for n in beyond.groups()) if beyond else (0, 0)
    words = Counter(row[-1] for row in targets)
    met = sum(words[word] for word in GOOD)
    if (said["whole"] + more, said["met"] + reached) != (len(targets), met):
        yield f"the table has {dict(words)}: {match[0]}"


def years_beside_tables(r, text, targets, units):
    """Years that do not add up to what they are said to, or of which a table says otherwise."""
    match, found = ADDED.search(text), OF_YEAR.findall(text.partition("截至")[0])
    whole = int(match["whole"] or 0)
    if sum(int(number or 0) for _, number, *_ in found) != whole:
        yield f"the years do not add up to {whole}: {found}"
    if units and int(units[-1][2]) != whole:
        yield f"the units' table has {units[-1][2]}, and it says {match[0]}"
    for year, number, task, rate in found:
        if task and rate != percent(number, task):
            yield f"{number} of {task} is not {rate}"
        row = next((t for t in targets if t[0] == f"{year}年" and t[1] == "新增公共充电桩"), None)
        if row and row[3] not in (f"{number or 0}台", f"{number or 0}"):
            yield f"the targets' table has {row}, and it says {number} of {year}"
        own = r.of(Month(int(year), 12)).series("I01") if year != str(r.month.year) else None
        if own and sum(point.counted or 0 for point in own if point.month.year == int(year)) != int(
            number or 0
        ):
            yield f"the months of {year} add up to something else than {number}"


def left_beside_table(text, targets):
    """What is left undone at the end, of which the table has another number."""
    last = max(row[0] for row in targets)
    missed = [row for row in targets if row[0] == last and row[-1] in ("未完成", "未达到")]
    match = LEFT.search(text)
    said = int(match[1]) if match else 0
    if match and len(re.split("，(?![^（]*）)", match[2])) != said:
        yield f"names another number: {match[0]}"
    beyond = BEYOND.search(text)
    more = int(beyond[1]) - int(beyond[2] or 0) if beyond else 0
    if not len(missed) - more <= said <= len(missed):
        yield f"the table has {len(missed)} of {last} missed, and it says {said}"


def percent(part, whole):
    """A share, as it is printed."""
    share = Decimal(part or 0) * 100 / Decimal(whole)
    return f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
