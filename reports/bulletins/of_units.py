"""各单位进展: the rows of the quota table by groups, against the same day; whom to praise."""

from collections import Counter
from collections.abc import Collection, Sequence
from decimal import Decimal

from ledger.judging import MonthState
from reports.bulletins import honours as praise
from reports.bulletins.overall import expected_percent
from reports.bulletins.saying import (
    called,
    flows,
    in_a_row,
    listed,
    names,
    naming,
    of_each,
    paragraph,
    say,
    told,
    total,
)
from reports.documents.content import Paragraph, Sentence
from reports.figures import formats
from reports.figures.figure import Where
from reports.figures.progress import MENDING, PENDING, UNREPORTED, Standing
from reports.figures.reading import Reading
from targets.models import Part
from targets.months import Month

RATES_RULE = "各组完成率最高、最低的单位"
DONE_RULE, LATELY_RULE = "新增达到参考计划", "本月新增"
NOT_COMPARED = {PENDING: "月报待审核", MENDING: "月报待改", UNREPORTED: "本年没有报数"}
# What is wanting of a month of a row that has added nothing, the worst first.
SILENT = {"missing": "月报还没有{}", "sent_back": "月报待改", "pending": "月报待审核"}
ENDS = 3  # of a range of rates, as many names as are told at either end


def progress(r: Reading, months: int = 1, annex: str = "") -> list[Paragraph]:
    """Who added in the last so many months, who has fulfilled its plan of the year, where the
    others are, who has added nothing, what counts for no row."""
    planned = [s for s in r.quota_standings() if s.goal and s.goal.value]
    where = f"各单位情况见{annex}。" if annex else ""
    if not r.rows:
        return []
    if not planned:
        return [paragraph(f"{r.month.year}年没有下达参考计划。{where}")]
    sentences = [*lately(r, months), done(r, planned), *others(r, planned), *nothing(r, planned)]
    uncredited = r.uncredited()
    if uncredited and uncredited.value:
        words = f"另有{{}}未计入各单位任务，计入{r.county.throughout}数。"
        sentences.append(say(words, uncredited, rule="没有归入任何一行的新增"))
    return [paragraph(*sentences, *([where] if where else []))]


def lately(r: Reading, months: int) -> list[Sentence]:
    """Who added how much in the last so many months, the most first; nothing of months that were
    not reported one by one, and of those that are the whole year so far."""
    spanned = [r.month - back for back in range(months)]
    told_of = r.calendar.told(r.county).issuperset(spanned)
    if r.month.month <= months or not told_of or r.state is MonthState.RUNNING:
        return []
    code = r.playing(Part.QUOTA)
    rows = [(where, flows(r, code, spanned, where=where)) for where in r.rows]
    added = sorted((row for row in rows if total(row[1])), key=lambda row: -total(row[1]))
    name, silent = called(r.month, months), [where for where, of_one in rows if not total(of_one)]
    if not added:
        return [Sentence(f"{name}，{without(r, silent, spanned, '各')}。", rule=LATELY_RULE)]
    said = listed([f"{where.name}{total(figures)}台" for where, figures in added])
    figures = [figure for _, of_one in added for figure in of_one]
    rest = f"其余{without(r, silent, spanned)}" if silent else ""
    first = told(f"{name}新增的有：{said}{'；' if rest else '。'}", figures, LATELY_RULE)
    return [first, *([Sentence(f"{rest}。", rule=LATELY_RULE)] if rest else [])]


def without(r: Reading, rows: Sequence[Where], months: Sequence[Month], whole: str = "") -> str:
    """That rows have added nothing in some months; of whom a month is not approved, that is not
    known: how many they are, by what is wanting. `whole` says that they are all there are."""
    each = [reported(r if month == r.month else r.of(month)) for month in months]
    found = Counter(worst({month[row.unit] for month in each}) for row in rows)
    if not found.keys() - {""}:
        return f"{whole}单位均无新增" if whole else f"{of_each(len(rows), '个单位')}无新增"
    none = f"无新增{found['']}个，" if found[""] else ""
    told_of = [f"{SILENT[state]}{found[state]}个" for state in SILENT if found[state]]
    wanting = "报送" if len(months) == 1 else "报全"
    return f"{len(rows)}个单位中，{none}{'，'.join(told_of).format(wanting)}"


def worst(states: Collection[str]) -> str:
    """What is wanting of some months, by the states of their returns; empty where nothing is."""
    return next((state for state in SILENT if state in states), "")


def reported(r: Reading) -> dict[str, str]:
    """Code of each row to how the return of its unit stands: missing where no member speaks for
    it, empty where no unit is asked for any."""
    stand = {s.unit.pk: "sent_back" if s.is_mending else s.state for s in r.everyone}
    other = "missing" if stand else ""
    return {row: stand.get(unit.pk, other) for row, unit in r.supervisors.items()}


def done(r: Reading, planned: list[Standing]) -> Sentence:
    """Who has fulfilled its plan of the year."""
    found = [s for s in planned if s.reached]
    whole = f"列入{r.month.year}年参考计划的{len(planned)}个单位"
    if not found:
        return Sentence(f"{whole}中，尚无单位完成全年计划。", rule=DONE_RULE)
    if len(found) == len(planned):
        return naming(f"{whole}全部完成全年计划。", found, DONE_RULE)
    each = listed([f"{s.figure.where.name}{beyond(s)}" for s in found], "")
    return naming(f"{whole}中，{len(found)}个已完成全年计划：{each}。", found, DONE_RULE)


def beyond(standing: Standing) -> str:
    """The rate of a row that added more than its plan, in brackets."""
    more = standing.progress is not None and standing.progress > 1
    return f"（{formats.percent(standing.progress)}）" if more else ""


def others(r: Reading, planned: list[Standing]) -> list[Sentence]:
    """Of each group where those are that have not finished: the farthest and the last, beside what
    the calendar expects; who cannot be compared yet is said to be so."""
    if not r.state.is_judged:
        return []
    found = []
    for group in dict.fromkeys(s.figure.where.group for s in planned):
        open_ = [s for s in planned if s.figure.where.group == group and is_open(s)]
        if open_:
            found.append(naming(between(group, open_), open_, RATES_RULE))
    running = found and r.months_left
    day = f"{r.month.month}月底序时进度为{expected_percent(r)}；" if running else ""
    clauses = [*([Sentence(day)] if day else []), *(in_a_row(found) if found else [])]
    aside = [
        f"{listed([s.figure.where.name for s in ones])}{why}"
        for state, why in NOT_COMPARED.items()
        if (ones := [s for s in planned if s.state == state and not s.reached])
    ]
    return [*clauses, *([Sentence(f"{'、'.join(aside)}，暂不比较。")] if aside else [])]


def is_open(standing: Standing) -> bool:
    """Whether a row is on its way: begun, not finished, and fairly judged."""
    return not standing.reached and standing.is_judged and bool(standing.figure.value)


def between(group: str, open_: list[Standing]) -> str:
    """The rates of those of a group that have not finished, the highest and the lowest, each with
    who has it."""
    rates = sorted({s.progress or 0 for s in open_}, reverse=True)
    whole = f"已有新增、还未完成的{group}{len(open_)}个"
    if len(open_) == 1:
        return f"{whole}，是{at(open_, rates[0])}"
    if len(rates) == 1:
        return f"{whole}，完成率均为{formats.percent(Decimal(rates[0]))}"
    return f"{whole}，完成率最高的是{at(open_, rates[0])}，最低的是{at(open_, rates[-1])}"


def at(open_: list[Standing], rate: Decimal | int) -> str:
    """Who is at a rate, and the rate."""
    there = [s.figure.where.name for s in open_ if (s.progress or 0) == rate]
    many = f"等{len(there)}个单位" if len(there) > ENDS else ""
    return f"{'、'.join(there[:ENDS])}{many}（{formats.percent(Decimal(rate))}）"


def nothing(r: Reading, planned: list[Standing]) -> list[Sentence]:
    """Who has added nothing in the year, of those that may be judged."""
    none = [s for s in planned if s.figure.value == 0 and s.is_judged]
    if not none or not r.state.is_judged:
        return []
    if len(none) == len(planned):
        all_ = f"{r.month.year}年，{of_each(len(planned), '个单位')}尚无新增。"
        return [naming(all_, none, "新增为0")]
    return [naming(f"{r.month.year}年尚无新增的有：{names(none)}。", none, "新增为0")]


def honours(r: Reading) -> list[Paragraph]:
    """Whom the published rule proposes to praise; nobody leads a group by a pace that the office
    has not ruled."""
    if not r.state.is_judged:
        return []
    late = {s.unit.code for s in r.everyone if s.late or s.state in ("missing", "sent_back")}
    excluded = {
        row.unit
        for row in r.rows
        if row.unit not in r.supervisors or r.supervisors[row.unit].code in late
    }
    done, leading = praise.praised(r.quota_standings(), excluded) if r.everyone else ([], [])
    leading = leading if r.basis.pace_rule.documents else []
    parts = [
        naming(words.format(names(found)), found, praise.RULE)
        for words, found in (("已完成年度参考计划的{}", done), ("同组中完成率最高的{}", leading))
        if found
    ]
    if not parts:
        return []
    return [paragraph("对", *in_a_row(parts, "，", "，予以通报表扬。"))]
