"""What every paper must hold by its printed words alone; each check gives what is wrong."""

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from ledger.judging import MonthState
from ledger.models import Submission
from reports.bulletins import sheets
from reports.bulletins.compose import compose
from reports.bulletins.passages import COMPARED
from reports.documents.kinds import BRIEF, MONTH, ROAD, TASK, UNIT, YEAR
from reports.figures import formats
from reports.figures.figure import parse_key
from reports.figures.formats import NOTHING
from reports.figures.reading import read
from reports.figures.tasks import read_as, told_of
from targets.models import Unit

NUMBER = re.compile(r"\d+(?:[.:/]\d+)*%?")
READS_AS_A_FAULT = re.compile(
    r"(?<![\d.:/])0[家项]|[报改回]0次|完成[^，。；]{0,16}(?<!\d)0\.0%|完成—|—[台家项次个%]"  # zeros
    r"|有：。|[、，；：]。|，，|、、|。。|。；|；；|None|“[^”]*“"  # joints
)
DATES = re.compile(
    r"\d{4}(?:—\d{4})?年(?:度)?(?:\d+月)?(?:\d+日)?|\d+月\d+日|\d\d:\d\d|附件\d|每月\d+日前"
)
BLAME = re.compile(r"尚无新增|未报送|迟报的|滞后|未完成|逾期未重报|尚无公共充电站")
VERDICTS = {"未报", "滞后", "偏慢", "未完成", "未达到", "尚未达到"}
CELLS = {"未报送": ("未报",), "退回后逾期未重报": ("退回",), "迟报": ("补报", "退回")}
# Rules by which a sentence lists who is meant, and not their numbers.
LISTING = ("新增", "没有公共", "待核定", "正常：", "通报表扬", "达到年度目标", "按时报送／")

GOALS = re.compile(
    r"定了数的(?P<whole>\d+)项年度目标中，(?:已达到(?P<met>\d+)项|尚无一项达到)"
    r"(?:；尚未达到的有(?P<short>\d+)项：(?P<named>[^；。]*))?"
    r"(?:；(?P<open>\d+)项待专班核定口径后评价)?(?:；(?P<silent>\d+)项还没有报数)?。"
)
RETURNS = re.compile(
    r"应报送单位(?P<whole>\d+)家，(?:按时报送(?P<on_time>\d+)家|没有单位按时报送)"
    r"(?:，另有(?P<mending>\d+)家退回修改、还在期限内)?。(?P<rest>.*)"
)
VERDICT = re.compile(
    r"全年(?P<whole>\d+)项目标中，(?:完成(?P<met>\d+)项)?(?:，?没有完成的(?P<short>\d+)项)?"
    r"(?:，?(?P<open>\d+)项待专班核定口径后评价)?(?:，?(?P<silent>\d+)项还没有报数)?"
    r"(?:，?(?P<assumed>\d+)项是测算依据、不作评价)?，各项情况见附件1。"
)
OWN_RETURNS = re.compile(
    r"应报送(?P<whole>\d+)次，(?:按时(?P<a>\d+)次)?(?:，?迟报(?P<b>\d+)次)?"
    r"(?:，?待改(?P<c>\d+)次)?(?:，?未报(?P<d>\d+)次)?。"
)
ROWS = re.compile(
    r"年参考计划的(?P<whole>\d+)个单位中，(?:(?P<done>[^。；，]+)已完成参考计划|尚无单位完成参考计划)"
    r"(?:；(?:(?P<none>[^。；，]+)本年尚无新增|(?P<all>各单位均有新增)))?。"
)
GOOD = ("达到", "正常", "完成")


def papers(r):
    """(name, content) of every kind of paper that can be composed of the reading."""
    for kind in (MONTH, BRIEF, YEAR):
        yield kind.label, compose(r, kind)
    for unit in Unit.objects.order_by("pk"):
        yield f"{UNIT.label} {unit}", compose(r, UNIT, unit.code)
        yield f"工作情况单 {unit}", sheets.unit_sheet(r, unit.code)
    for clause in r.plan.clauses.filter(task__isnull=False):
        yield f"{TASK.label} {clause.task}", compose(r, TASK, str(clause.task))
    for heading in dict.fromkeys(t.heading for t in r.targets if t.heading):
        yield f"{ROAD.label} {heading}", compose(r, ROAD, heading)
    yield "报送情况表", sheets.returns_sheet(r)


def faults(r, content):
    """Everything that is wrong with a paper that was composed of a reading, each in words."""
    printed = content.printed
    yield from (
        f"reads as a fault: {text}" for text in words_of(printed) if READS_AS_A_FAULT.search(text)
    )
    yield from unequal_sums(printed)
    yield from tables_that_do_not_add_up(printed)
    yield from kinds_that_do_not_add_up(printed)
    yield from sentences_beside_tables(r, printed)
    yield from numbers_without_a_figure(r, printed)
    yield from numbers_that_are_other_ones(r, printed)
    yield from named_too_early(r, printed)


def words_of(printed):
    """The texts and the notes of a paper."""
    notes = [n for a in printed.attachments for t in a.tables for n in t.notes]
    return [printed.title, *(p.text for p in printed.body), *notes]


def counted(match):
    return {name: int(n) for name, n in match.groupdict().items() if n and n.isdigit()}


def unequal_sums(printed):
    """Wholes whose parts, as printed, are another number."""
    for text in words_of(printed):
        if "应报送单位" in text and not RETURNS.search(text):
            yield f"not read: {text}"
        for pattern in (GOALS, VERDICT, OWN_RETURNS):
            for match in pattern.finditer(text):
                parts = counted(match)
                if parts.pop("whole") != sum(parts.values()):
                    yield f"does not add up: {match[0]}"
        if match := GOALS.search(text):
            named = match["named"] and match["named"].count("（目标")
            if named and named != int(match["short"]):
                yield f"names another number: {match[0]}"
        if match := RETURNS.search(text):
            own = match["rest"]
            named = {n for names in re.findall(r"的有：([^。]*)。", own) for n in names.split("、")}
            parts = counted(match)
            if parts.pop("whole") != sum(parts.values()) + len(named):
                yield f"does not add up: {match[0]}"
        for words in ("定了数的", "项目标中", "已到期的月报应"):
            if words in text and not any(p.search(text) for p in (GOALS, VERDICT, OWN_RETURNS)):
                yield f"not read: {text}"


def all_tables(printed):
    return [table for a in printed.attachments for table in a.tables]


def progress_tables(printed):
    return [t for t in all_tables(printed) if t.heads[-1] == "当月报送"]


def kinds_that_do_not_add_up(printed):
    """Columns of the table of kinds whose last row is not the sum of those above."""
    for table in (t for t in all_tables(printed) if t.heads[-1] == "私人（台）"):
        for column in range(1, len(table.heads)):
            *parts, whole = (Decimal(row[column].text) for row in table.rows)
            if sum(parts) != whole:
                yield f"{table.heads[column]} does not add up: {parts} to {whole}"


def tables_that_do_not_add_up(printed):
    """Tables with a last row that is not the sum of those above, rates that are not their
    quotients, drawings that show another number than the table."""
    for table in progress_tables(printed):
        rows = [[cell.text for cell in row] for row in table.rows]
        for column in (1, 2):
            values = [int(row[column]) for row in rows if row[column] != NOTHING]
            if rows[-1][column] != NOTHING and values[-1] != sum(values[:-1]):
                yield f"{table.heads[column]} does not add up: {values}"
        for name, planned, added, rate, _ in rows:
            if rate != NOTHING and rate != share(added, planned):
                yield f"{name}: {added} of {planned} is not {rate}"
        drawn = [
            (
                bar.label,
                str(bar.value),
                NOTHING if bar.planned is None else str(bar.planned),
            )
            for a in printed.attachments
            for chart in a.charts
            for bar in chart.bars
            if chart.kind == "bars"
        ]
        told = [(name, added, planned) for name, planned, added, *_ in rows[:-2]]
        if drawn and drawn != told:
            yield f"the drawing shows {set(drawn) ^ set(told)}"
    for chart in (c for a in printed.attachments for c in a.charts if c.kind == "columns"):
        year = chart.bars[-1].label[:4]
        added = sum(bar.value for bar in chart.bars if bar.label.startswith(year))
        whole = progress_tables(printed)[0].rows[-1][2].text
        if str(added) != whole:
            yield f"the months add up to {added}, not to {whole}"


def share(part, whole):
    return f"{(Decimal(part) * 100 / Decimal(whole)).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def sentences_beside_tables(r, printed):
    """Sentences that say of a row, a unit or a target what its table does not."""
    text = "".join(p.text for p in printed.body)
    for table in progress_tables(printed):
        rows = [[cell.text for cell in row] for row in table.rows[:-2]]
        planned = {row[0]: int(row[1]) for row in rows if row[1] not in (NOTHING, "0")}
        added = {row[0]: int(row[2]) for row in rows}
        for match in ROWS.finditer(text):
            done = {name for name in planned if added[name] >= planned[name]}
            if int(match["whole"]) != len(planned) or set(listed(match["done"])) != done:
                yield f"the table has other rows done: {match[0]}"
            if not set(listed(match["none"])) <= {name for name in planned if not added[name]}:
                yield f"the table has added something: {match[0]}"
            if match["all"] and not all(added[name] for name in planned):
                yield f"the table has rows at nothing: {match[0]}"
    for table in (t for t in all_tables(printed) if t.heads[-1] == "评价"):
        words = Counter(row[-1].text for row in table.rows)
        for match in VERDICT.finditer(text):
            said = counted(match)
            if (said["whole"], said.get("met", 0)) != (
                sum(words.values()),
                sum(words[word] for word in GOOD),
            ):
                yield f"the table has {words}: {match[0]}"
    reported = {
        row[1].text: row[2].text
        for t in all_tables(printed)
        if t.heads[0] == "序号"
        for row in t.rows
    }
    for match in RETURNS.finditer(text):
        for words, cells in CELLS.items():
            named = re.search(rf"(?:。|^){words}的有：([^。]*)。", "。" + match["rest"])
            wrong = [n for n in listed(named and named[1]) if reported and reported[n] not in cells]
            if wrong:
                yield f"the table has other words for {wrong}: {match[0]}"
    if "当月各单位均按时报送" in text and set(reported.values()) - {"已报", "零报告"}:
        yield f"not everybody is on time: {reported}"


def listed(names):
    return names.split("、") if names else []


def numbers_without_a_figure(r, printed):
    """Numbers in sentences that are no figure of the sentence, no goal of it, no share of both, and
    no count that the sentence itself proves."""
    titles = (r.plan.title, r.plan.document_no)
    rulings = [ruling.document_no for ruling in r.basis.recorded]
    work = told_of(r, Submission.objects.all()).values()
    told = [read_as(line)["done"] for lines in work for line in lines]  # the units' own words
    for paragraph in printed.body:
        for sentence in paragraph.sentences:
            text = sentence.text
            for words in sorted((*titles, *rulings, *told), key=len, reverse=True):
                text = text.replace(words, "")
            known = numbers_known_of(r, sentence)
            text = re.sub(r"任务\d+“[^”]*”|目标：[^。]*|（目标[^）]*）", "", DATES.sub("", text))
            left = [n for n in NUMBER.findall(text) if n not in known]
            if left and not any(p.search(paragraph.text) for p in COUNTING):
                yield f"no figure has {left}: {sentence.text}"


# Sentences whose numbers are counts, which are held by their parts and by the tables.
COUNTING = (
    GOALS,
    VERDICT,
    OWN_RETURNS,
    ROWS,
    RETURNS,
    re.compile(r"情况(?:已有\d+家|还没有单位)报送，共\d+家"),
    re.compile(r"全年\d+项目标的情况见附件1，不作评价"),
    re.compile(r"公共充电桩不足\d+台的行政村（社区）"),
    re.compile(r"比序时进度[多少]\d+台"),
    re.compile(r"专班办公室\d+年办理："),
)


def numbers_known_of(r, sentence):
    """What the figures of a sentence come to as text: themselves, their goals, shares of these,
    their parts, thresholds."""
    known = differences_of(sentence)
    for shown in sentence.figures:
        address, figure = parse_key(shown.key), figure_of(r, shown.key)
        indicator = r.indicators[address.code]
        known |= set(NUMBER.findall(f"{figure.name} {shown.text} {formats.text(figure)}"))
        known |= {str(indicator.at_least)} | {formats.digits(part) for part in figure.parts}
        for goal in r.goals(address.code, figure.where):
            known.add(str(goal.value))
            if goal.value and figure.counted is not None:
                known.add(share(figure.counted, goal.value))
    return known


def figure_of(r, key):
    """The figure that a key names, by its own month."""
    address = parse_key(key)
    return (r if address.month == r.month else read(address.month)).at(address)


def differences_of(sentence):
    """What the first figure of a sentence that compares has more or less than the others."""
    if sentence.rule != COMPARED:
        return set()
    now, *earlier = (int(shown.text) for shown in sentence.figures)
    return {str(abs(now - then)) for then in earlier}


def numbers_that_are_other_ones(r, printed):
    """Figures that are printed with another number than their own, or with two."""
    shown = [(s.key, s.text) for p in printed.body for t in p.sentences for s in t.figures]
    cells = [(c.key, c.text) for t in all_tables(printed) for row in t.rows for c in row if c.key]
    for key, text in shown + cells:
        figure = figure_of(r, key)
        right = figure.why if figure.value is None else formats.digits(figure)
        if text not in (right, formats.text(figure)) and not (
            figure.value is None and text == NOTHING
        ):
            yield f"{key} is {right}, and printed as {text}"
    for paragraph in printed.body:
        for sentence in paragraph.sentences:
            for shown in sentence.figures:
                if NUMBER.fullmatch(shown.text) and not sentence.rule.startswith(LISTING):
                    told = [n.removesuffix("%") for n in NUMBER.findall(sentence.text)]
                    if shown.text not in told and shown.text != "0":
                        yield f"{shown.key} is {shown.text}, and the sentence says {sentence.text}"


def named_too_early(r, printed):
    """Units that a paper names for what is wrong in a month that is not judged."""
    if r.state.is_judged:
        return
    names = set(Unit.objects.values_list("name", flat=True))
    inside = False
    for paragraph in printed.body:
        if paragraph.is_heading:
            inside = "存在问题" in paragraph.text
            continue
        found = [name for name in names if name in paragraph.text]
        if found and (inside or BLAME.search(paragraph.text)):
            yield f"names {found} in a month that is {r.state}: {paragraph.text}"
    for table in all_tables(printed):
        for row in table.rows:
            judged = VERDICTS & {cell.text for cell in row}
            if judged and (r.state is MonthState.RUNNING or table.heads[-1] != "当月报送"):
                yield f"judges {row[0].text} in a month that is {r.state}"
