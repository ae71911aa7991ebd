"""What every paper must hold by its printed words alone; each check gives what is wrong."""

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

from ledger.judging import MonthState
from ledger.models import Submission
from reports.bulletins import sheets
from reports.bulletins.compose import compose
from reports.documents.kinds import BRIEF, HALF, MONTH, QUARTER, ROAD, TASK, TERM, UNIT, YEAR
from reports.documents.proofreading import findings
from reports.figures import formats
from reports.figures.figure import parse_key
from reports.figures.formats import NOTHING
from reports.figures.reading import read
from reports.figures.tasks import read_as, told_of
from shanyin_charging import clock
from targets.models import Unit
from tests.indicators import QUOTA
from tests.reports.bulletins import term_checks

NUMBER = re.compile(r"\d+(?:[.:/]\d+)*%?")
DATES = re.compile(
    r"\d{4}(?:—\d{4})?年(?:度|底)?(?:\d+月)?(?:\d+日)?|\d+至\d+月|\d+月(?:\d+日|底)?|\d\d:\d\d"
    r"|附件\d|每月\d+日前"
)
BLAME = re.compile(r"尚无新增|未报送|迟报|滞后|未完成|逾期未重报|尚无公共充电站|还差的有")
VERDICTS = {"未报", "滞后", "偏慢", "未完成", "未达到", "尚未达到"}
CELLS = {"missing": ("未报",), "back": ("退回",), "late": ("补报", "退回")}
# Rules by which a sentence lists who is meant, and not their numbers.
LISTING = (
    *(
        "新增",
        "没有",
        "待核定",
        "正常：",
        "通报表扬",
        "达到年度目标",
        "按时报送／",
        "各组完成率",
    ),
    *(
        "在建",
        "还差的台数",
        "本期新增",
        "本月新增",
        "达到门槛",
        "安全检查",
        "参考计划没有完成",
        "辖区内",
        "方案期各年目标",
    ),
)

GOALS = re.compile(
    r"(?:公路|试点|公路和试点)的(?P<whole>\d+)项年度目标中，(?:(?P<met>\d+)项已达到|尚无达到的)"
    r"(?:；(?P<short>\d+)项尚未达到：(?P<named>[^；。]*))?"
    r"(?:；(?P<open>\d+)项待专班核定口径后评价)?(?:；(?P<silent>\d+)项还没有报数)?。"
)
RETURNS = re.compile(
    r"应报送单位(?P<whole>\d+)家，(?:按时报送(?P<on_time>\d+)家|没有单位按时报送)"
    r"(?:，迟报(?P<late>\d+)家（(?P<late_names>[^）]*)）)?"
    r"(?:，未报送(?P<missing>\d+)家（(?P<missing_names>[^）]*)）)?"
    r"(?:，退回后逾期未重报(?P<back>\d+)家（(?P<back_names>[^）]*)）)?"
    r"(?:，退回或撤回待改、未到期限(?P<mending>\d+)家)?。"
)
VERDICT = re.compile(
    r"全年(?P<whole>\d+)项目标中，(?:完成(?P<met>\d+)项)?(?:，?未完成(?P<short>\d+)项)?"
    r"(?:，?(?P<open>\d+)项待专班核定口径后评价)?(?:，?(?P<silent>\d+)项还没有报数)?"
    r"(?:，?(?P<assumed>\d+)项是测算依据、不作评价)?。各项情况见附件1。"
)
BEYOND = re.compile(r"另有力争目标(?P<more>\d+)项，(?:(?P<met>\d+)项已达到|尚未达到|暂不评价)。")
OWN_RETURNS = re.compile(
    r"已到期的月报(?P<whole>\d+)次，(?:按时(?P<a>\d+)次)?(?:，?迟报(?P<b>\d+)次)?"
    r"(?:，?待改(?P<c>\d+)次)?(?:，?未报(?P<d>\d+)次)?。"
)
OWN_CHECKS = re.compile(
    r"^(?:(?:全年|\d+至\d+月|1月)(?:，?安全检查\d+次)?(?:，?发现隐患\d+处)?(?:，?销号(?:隐患)?\d+处)?，?)?"
    r"(?:\d+月底未销号(?:隐患)?\d+处|没有未销号的隐患)?。$"
)
ROWS = re.compile(
    r"列入\d+年参考计划的(?P<whole>\d+)个单位(?:中，(?P<done>\d+)个已完成全年计划：(?P<names>[^。]*)"
    r"|中，尚无单位完成全年计划|(?P<all>全部)完成全年计划)。"
)
OPEN = re.compile(r"未完成的(?:乡（镇）|部门和其他单位)(\d+)个")
ASIDE = re.compile(r"([^。；]*)，暂不比较。")
SILENT = re.compile(
    r"(?P<rest>其余)?(?P<whole>\d+)个单位中，(?:无新增(?P<none>\d+)个，?)?"
    r"(?:月报还没有报[送全](?P<missing>\d+)个，?)?(?:月报待改(?P<back>\d+)个，?)?"
    r"(?:月报待审核(?P<pending>\d+)个)?。"
)
LISTED = re.compile(r"在建(?:公共充电桩|的)?(\d+)台(?:均未定于年内投运)?（见附件\d*）")
GOOD = ("达到", "正常", "完成")


def papers(r):
    """(name, content) of every kind of paper that can be composed of the reading."""
    for kind in (MONTH, BRIEF, QUARTER, HALF, YEAR):
        if kind.ends_in(r.month.month):
            yield kind.label, compose(r, kind)
    if r.month.last_day == r.plan.ends_on:
        yield TERM.label, compose(r, TERM)
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
    yield from (f"reads badly: {finding}" for finding in findings(printed))
    yield from unequal_sums(printed)
    yield from tables_that_do_not_add_up(printed)
    yield from kinds_that_do_not_add_up(printed)
    yield from projects_that_do_not_add_up(printed)
    yield from sentences_beside_tables(r, printed)
    yield from silence_told_otherwise(r, printed)
    yield from numbers_without_a_figure(r, printed)
    yield from numbers_that_are_other_ones(r, printed)
    yield from named_too_early(r, printed)
    if "方案实施情况" in printed.title:
        yield from term_checks.term_faults(r, printed)


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
        for pattern in (GOALS, VERDICT, OWN_RETURNS, SILENT):
            for match in pattern.finditer(text):
                parts = counted(match)
                if parts.pop("whole") != sum(parts.values()):
                    yield f"does not add up: {match[0]}"
        if "月报还没有报" in text and not SILENT.search(text):
            yield f"not read: {text}"
        if match := GOALS.search(text):
            named = match["named"] and match["named"].count("，") + 1
            if named and named != int(match["short"]):
                yield f"names another number: {match[0]}"
        for number, each in re.findall(r"未完成的年度目标(\d+)项：([^。]*)", text):
            if len(re.split("，(?![^（]*）)", each)) != int(number):
                yield f"names another number: {text}"
        if match := RETURNS.search(text):
            parts = counted(match)
            if parts.pop("whole") != sum(parts.values()):
                yield f"does not add up: {match[0]}"
            for kind in CELLS:
                if len(listed(match[f"{kind}_names"])) != int(match[kind] or 0):
                    yield f"names another number: {match[0]}"
        for words in (r"[路点]的\d+项", "项目标中", r"的月报\d"):
            if re.search(words, text) and not any(
                p.search(text) for p in (GOALS, VERDICT, OWN_RETURNS)
            ):
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


def projects_that_do_not_add_up(printed):
    """What is being built: a last row that is not the sum of those above, a sentence that tells of
    another number than the table."""
    text = "".join(p.text for p in printed.body)
    found = [t for t in all_tables(printed) if t.heads[-1] == "预计投运"]
    if "在建" in text and not found:
        yield f"nothing lists what is being built: {text}"
    for table in found:
        *parts, whole = (int(row[2].text) for row in table.rows)
        if sum(parts) != whole:
            yield f"what is being built does not add up: {parts} to {whole}"
        wrong = [n for n in LISTED.findall(text) if int(n) != whole]
        if wrong or any(int(n) > whole for n in re.findall(r"在建(?:的)?(\d+)台", text)):
            yield f"the table has {whole} being built: {text}"


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
        table = progress_tables(printed)
        whole = table[0].rows[-1][2].text if table else added_in(year, printed)
        if str(added) != whole:
            yield f"the months add up to {added}, not to {whole}"


def added_in(year, printed):
    """What a paper without a table of the year says that it added."""
    text = "".join(p.text for p in printed.body)
    return re.search(rf"{year}年(?:新增(\d+)台|无新增)", text)[1] or "0"


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
            said = int(match["done"] or 0) if not match["all"] else int(match["whole"])
            named = {
                re.sub("（.*", "", name)
                for name in listed((match["names"] or "").removesuffix("等"))
            }
            if "等" in (match["names"] or ""):
                named |= done
            if (int(match["whole"]), said) != (len(planned), len(done)) or named - {""} - done:
                yield f"the table has other rows done: {match[0]}"
        for match in re.finditer(r"年尚无新增的有：([^。]*)。", text):
            if not set(listed(match[1])) <= {name for name in planned if not added[name]}:
                yield f"the table has added something: {match[0]}"
        yield from rows_that_are_not_told_of(text, planned, added)
    for table in (t for t in all_tables(printed) if t.heads[-1] == "评价"):
        words = Counter(row[-1].text for row in table.rows)
        for match in VERDICT.finditer(text):
            said = counted(match)
            beyond = BEYOND.search(text)
            more, met = (int(beyond["more"]), int(beyond["met"] or 0)) if beyond else (0, 0)
            if (said["whole"] + more, said.get("met", 0) + met) != (
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
        for kind, cells in CELLS.items():
            names = listed(match[f"{kind}_names"])
            wrong = [n for n in names if reported and reported[n] not in cells]
            if wrong:
                yield f"the table has other words for {wrong}: {match[0]}"
    if re.search("月各单位均按时报送", text) and set(reported.values()) - {"已报", "零报告"}:
        yield f"not everybody is on time: {reported}"


def silence_told_otherwise(r, printed):
    """A paper of one month that says of how many units nothing is known, where their returns, as
    they lie in the database, are others."""
    text = "".join(p.text for p in printed.body)
    told = re.search(
        rf"(?<!至){r.month.month}月(?:新增的有：|，(?=各单位|\d+个单位))[^。]*。", text
    )
    if told is None:
        return
    returns = {s.unit_id: s for s in Submission.objects.filter(kind="return", period=r.period)}
    found = Counter()
    for row in r.rows:
        if not r.figure(QUOTA, row, window="month").counted:
            found[wanting(returns.get(r.supervisors[row.unit].pk))] += 1
    said = SILENT.search(told[0])
    numbers = counted(said) if said else {"none": sum(found.values())}
    numbers.pop("whole", None)
    if Counter(numbers) != found and "新增" in told[0] and sum(found.values()):
        yield f"{dict(found)}, and it says {told[0]}"


def wanting(submission):
    """What is wanting of a return: none where it was approved."""
    if submission is None or submission.late is None:
        back = submission and submission.again_by and clock.now() < submission.again_by
        return "back" if back else "missing"
    words = {"approved": "none", "submitted": "pending", "in_review": "pending"}
    return words.get(submission.state, "back")


def listed(names):
    return names.split("、") if names else []


def rows_that_are_not_told_of(text, planned, added):
    """Where a paper compares: each row with a plan is done, on its way, at nothing, or set
    aside."""
    if "序时进度为" not in text or not OPEN.search(text):
        return
    done = sum(added[name] >= planned[name] for name in planned)
    on_the_way = sum(int(n) for n in OPEN.findall(text))
    none = re.search(r"年尚无新增的有：([^。]*)。", text)
    at_nothing = len(listed(none[1])) if none else 0
    aside = 0
    for part in re.split("(?<=审核|待改|报数)、", "".join(ASIDE.findall(text))):
        many = re.search(r"等(\d+)个单位", part)
        aside += int(many[1]) if many else len(listed(part))
    if done + on_the_way + at_nothing + aside != len(planned):
        yield f"{done} + {on_the_way} + {at_nothing} + {aside} are not {len(planned)}: {text}"


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
            text = re.sub(r"（目标[^）]*）|督〔\d+〕\d+号", "", DATES.sub("", text))
            left = [n for n in NUMBER.findall(text) if n not in known]
            if left and not any(p.search(paragraph.text) for p in COUNTING):
                yield f"no figure has {left}: {sentence.text}"


# Sentences whose numbers are counts, which are held by their parts and by the tables.
COUNTING = (
    GOALS,
    VERDICT,
    term_checks.VERDICT,
    term_checks.LEFT,
    BEYOND,
    OWN_RETURNS,
    OWN_CHECKS,
    ROWS,
    RETURNS,
    SILENT,
    re.compile(r"情况(?:已有\d+家|还没有单位)报送，共\d+家"),
    re.compile(r"全年\d+项目标的情况见附件1，不作评价"),
    re.compile(r"未完成的年度目标\d+项"),
    re.compile(r"立项督办\d+件|销号\d+件|在办\d+件"),
    re.compile(r"需协调事项(?:未办结)?\d+件"),
    re.compile(r"调度会议定事项\d+件"),
    re.compile(r"没有(?:办结|销号)的(?:督办|核查)事项\d+件"),
    re.compile(r"专班办公室\d+年办理："),
    re.compile(r"已到期的(?:\d+次)?月报均?按时报送"),
)


def numbers_known_of(r, sentence):
    """What the figures of a sentence come to as text: themselves, their goals, shares of these,
    their parts, thresholds."""
    known = derived_of(r, sentence)
    for shown in sentence.figures:
        address, figure = parse_key(shown.key), figure_of(r, shown.key)
        indicator = r.indicators[address.code]
        known |= set(NUMBER.findall(f"{figure.name} {shown.text} {formats.text(figure)}"))
        known |= {str(indicator.at_least)} | {formats.digits(part) for part in figure.parts}
        known |= built_for(r, figure, 0)
        own = r if address.month.year == r.month.year else read(address.month)
        for goal in own.goals(address.code, figure.where):
            known |= {str(goal.value), f"1:{goal.value}"}
            known |= built_for(r, figure, goal.value or 0)
            if goal.value and figure.counted is not None:
                known.add(share(figure.counted, goal.value))
                known |= missing_of(r, figure.counted, goal.value)
        if figure.of and figure.counted is not None:
            known |= {str(figure.counted), str(figure.of), str(figure.of - figure.counted)}
            known |= {share(figure.counted, figure.of), str(len(figure.unsettled))}
    return known


def figure_of(r, key):
    """The figure that a key names, by its own month."""
    address = parse_key(key)
    return (r if address.month == r.month else read(address.month)).at(address)


def built_for(r, figure, goal):
    """What is being built for the county or a row, what of it is expected within the year, what
    both come to with what stands, and what is missing to the goal all the same."""
    day = min(clock.today(), (r.month + 1).first_day)
    row, year = figure.where.unit, r.month.year
    mine = [p for p in r.under_way if p.word.public and row in ("", p.row)]
    dated = [(p.piles, p.expected_on) for p in mine if p.expected_on]
    in_time = sum(n for n, on in dated if (day if on < day else on).year == year)
    if not mine or figure.counted is None:
        return set()
    value = figure.counted + in_time
    return {str(n) for n in (sum(p.piles for p in mine), in_time, value, abs(goal - value))}


def missing_of(r, value, goal):
    """What is missing to a goal, a month, and how far its share is from the calendar's."""
    curve, left = r.basis.pace_rule.curve, 12 - r.month.month
    expected = Fraction(curve[r.month.month - 1])
    apart = abs(Fraction(value, goal) - expected) * 100
    points = Decimal(apart.numerator) / apart.denominator
    missing, on_the_day = abs(goal - value), ceil(goal * expected)
    day = Decimal(expected.numerator * 100) / expected.denominator
    return {
        str(missing),
        str(abs(on_the_day - value)),
        str(ceil(Fraction(missing, left))) if left else "",
        str(points.quantize(Decimal("0.1"), ROUND_HALF_UP)),
        f"{day.quantize(Decimal('0.1'), ROUND_HALF_UP)}%",
    }


def derived_of(r, sentence):
    """What the figures of a sentence come to together: sums over the months of each, what these
    are more or less than those before, how many rows there are."""
    by_what = {}
    for shown in sentence.figures:
        address, figure = parse_key(shown.key), figure_of(r, shown.key)
        if figure.counted is not None:
            name = address.code, address.variant, address.area, address.unit, address.window
            by_what.setdefault(name, {})[address.month] = figure.counted
    known = set()
    for values in by_what.values():
        in_order = [values[month] for month in sorted(values)]
        half = len(in_order) // 2
        sums = [sum(in_order), sum(in_order[:half]), sum(in_order[half:])]
        known |= {str(n) for n in (*sums, abs(sums[2] - sums[1]), abs(in_order[-1] - in_order[0]))}
    rows = {unit for *_, unit, _ in by_what if unit}
    known |= {str(len(rows)), str(len(r.rows) - len(rows))}
    known |= cleared_of(by_what)
    return known


def cleared_of(by_what):
    """Hazards at the beginning and those found, less those at the end."""
    now = next((v for name, v in by_what.items() if name[0] == "I43" and not name[1]), {})
    found = next((v for name, v in by_what.items() if name[:2] == ("I43", "f")), {})
    months = sorted(now)
    return {str(now[months[0]] + sum(found.values()) - now[months[-1]])} if months else set()


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
                    told = {n.removesuffix("%") for n in NUMBER.findall(sentence.text)}
                    value, _, of = shown.text.partition("/")  # 3/4 is told as 3个（共4个）
                    by_share = {s for s in shares_of(r, shown.key) if s in sentence.text}
                    earlier = parse_key(shown.key).month != r.month
                    if not (earlier or by_share or {value, of} - {"", "0", "0.0", "0.00"} <= told):
                        yield f"{shown.key} is {shown.text}, and the sentence says {sentence.text}"


def shares_of(r, key):
    """What share of its goals a count is."""
    address, figure = parse_key(key), figure_of(r, key)
    goals = r.goals(address.code, figure.where)
    return [share(figure.counted, g.value) for g in goals if g.value and figure.counted is not None]


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
