"""总体情况: what the month added, the stock and the year against their targets, the ratio, what is
covered."""

from fractions import Fraction

from ledger.judging import MonthState
from reports.bulletins.saying import called, flows, of_each, paragraph, say, span, told, total
from reports.documents.content import Paragraph, Sentence
from reports.figures import formats, prose
from reports.figures.definition import ALTERNATING, DIRECT, REPORTED, ratios_of
from reports.figures.figure import Figure
from reports.figures.over_time import over_time
from reports.figures.progress import BEHIND, NORMAL, SLOW, Standing
from reports.figures.reading import Reading
from reports.figures.units import newest_of, told_by, vehicles_of
from shanyin_charging import dates
from targets.models import Part
from targets.pace import MONTHS, expected_share

VEHICLES = "公共桩：报送的、方案测算的电动汽车"
COVERAGES = (Part.STATION_COVERAGE, Part.PILE_COVERAGE, Part.VILLAGE_COVERAGE)
IN_THE_TIME, STOCK, YEAR = "本期新增", "保有量与年底目标", "本年新增÷年度任务"


def county(r: Reading, months: int = 1) -> list[Paragraph]:
    """What the county has come to: the last so many months first, then the stock, the year, the
    ratio, what is covered."""
    first = lately(r, months)
    whole = bool(first) and months == r.month.month  # the year so far is what was told of first
    rest = [*year(r, False), *stock(r)] if whole else [*stock(r), *year(r)]
    told_of = [*first, *rest]
    return [*([paragraph(*told_of)] if told_of else []), *ratio(r), *covered(r)]


def lately(r: Reading, months: int) -> list[Sentence]:
    """What was added in the last so many months, beside as many before them; nothing of months that
    were not reported one by one."""
    code, spanned = r.playing(Part.ADDED), [r.month - back for back in range(months)][::-1]
    earlier = [month - months for month in spanned]
    one_by_one = r.calendar.told(r.county)
    if not code or not one_by_one.issuperset(spanned):
        return []
    added = flows(r, code, spanned)
    past = flows(r, code, earlier) if one_by_one.issuperset(earlier) else []
    direct, other = (flows(r, code, spanned, v) for v in (DIRECT, ALTERNATING))
    number, name = total(added), called(r.month, months)
    where = f"{name}，{r.county.throughout}"
    text = f"{where}新增公共充电桩{number}台" if number else f"{where}公共充电桩无新增"
    if months > 1 and number:
        text += f"（{'、'.join(f'{f.month.month}月{f.value}台' for f in added if f.value)}）"
    text += beside(number, total(past), called(earlier[-1], months)) if past else ""
    text += of_current(number, total(direct), total(other)) if number else ""
    return [told(f"{text}。", [*added, *past, *direct, *other], IN_THE_TIME)]


def beside(now: int, then: int, when: str) -> str:
    """A flow beside the one before it; of two nothings nothing is said."""
    if now == then:
        return f"，与{when}持平" if now else ""
    if not now:
        return f"（{when}新增{then}台）"
    more = f"比{when}{'多' if now > then else '少'}{abs(now - then)}台"
    return f"，{more}" if then else f"（{when}无新增）"


def of_current(number: int, direct: int, alternating: int) -> str:
    """What of the added piles is of which current."""
    if direct + alternating != number:  # a closing account or a correction does not say it of all
        return ""
    if not (direct and alternating):
        return f"，{'均' if number > 1 else ''}为{'直流' if direct else '交流'}"
    return f"，其中直流{direct}台、交流{alternating}台"


def stock(r: Reading, year: str = "") -> list[Sentence]:
    """What is in place, how far from the year's target, beside a year ago, and what of it only
    follows from the plan's numbers; with the year, where the paper is of several."""
    standing, implied = r.standing_of(Part.IN_PLACE), r.figure_of(Part.IMPLIED)
    if standing is None:
        return []
    figure, then = standing.figure, over_time(r, standing.figure.code).last_year
    there = f"公共充电桩保有量{formats.text(figure)}" if figure.value else "尚无公共充电桩"
    text = f"截至{year}{r.month.month}月底，{r.county.throughout}{there}"
    if then:
        text += f"，{formats.compared(figure, then, '上年同期')}"
    text += (
        away(standing, f"{r.basis.pace_rule.by_when}目标") if r.state is not MonthState.OVER else ""
    )
    text += supposed(r, implied) if implied else ""
    return [told(f"{text}。", filter(None, (figure, then, implied)), STOCK)]


def away(standing: Standing, aim: str) -> str:
    """How far a count is from its goal."""
    if not standing.goal or not standing.goal.value:
        return ""
    goal = standing.goal.value
    if standing.missing:
        return f"，距{aim}{goal}台还差{standing.missing}台"
    more = (standing.figure.counted or 0) - goal
    return f"，比{aim}{goal}台多{more}台" if more else f"，达到{aim}{goal}台"


def supposed(r: Reading, implied: Figure) -> str:
    """What of the stock stands nowhere known, or what the list has more than the plan implies."""
    if not implied.counted:
        return ""
    if implied.counted < 0:
        return f"；已列入清单的期初桩比方案推算数多{-implied.counted}台，待核"
    return f"；其中{implied.counted}台为{base_day(r)}基数推算，尚未逐处核实，不计入乡（镇）和村"


def base_day(r: Reading) -> str:
    """The day of the opening, in short: 2023年底."""
    day = r.county.ledger.opened_on
    return f"{day.year}年底" if (day.month, day.day) == (12, 31) else dates.official_date(day)


def year(r: Reading, named: bool = True) -> list[Sentence]:
    """The year's additions, unless the sentence before has told them, beside last year's; against
    their task and the calendar."""
    standing = r.standing_of(Part.ADDED)
    if standing is None:
        return []
    then = over_time(r, standing.figure.code).last_year
    value = standing.figure.counted or 0
    since = f"{span(r)}{'累计' if 1 < r.month.month < MONTHS else ''}"
    parts = [f"{since}新增{value}台" if value else f"{since}无新增"] if named else []
    if then and (value or then.value):
        parts.append(formats.compared(standing.figure, then, "上年同期"))
    parts += against_task(r, standing) if r.state is not MonthState.OVER else []
    figures = filter(None, (standing.figure, then))
    return [told(f"{'，'.join(parts)}。" if parts else "", figures, YEAR)]


def against_task(r: Reading, standing: Standing) -> list[str]:
    """The share of the year's task, how far that is from the calendar, and what is missing."""
    value, goal = standing.figure.counted or 0, standing.goal.value if standing.goal else 0
    if not goal:
        return []
    done = f"完成年度任务{goal}台的{formats.percent(standing.progress)}"
    left = f"还差{standing.missing}台" if value and standing.missing else ""
    parts = done if value else f"年度任务{goal}台", pace(r, standing, goal), left
    return list(filter(None, parts))


def pace(r: Reading, standing: Standing, goal: int) -> str:
    """How far the year is from where the calendar expects it, in points of its task; how that is
    judged only by a rule that the office has put on record."""
    rule = r.basis.pace_rule
    value = standing.figure.value
    if standing.expected is None or value is None or not r.months_left:
        return ""
    apart = formats.exact((Fraction(value) - standing.expected) / goal)  # rounded once
    said = f"{'高' if apart > 0 else '低'}于序时进度{prose.points(apart)}"
    said = said if formats.rounded(apart * 100, 1) else "与序时进度持平"
    judged = rule.documents and standing.state in (NORMAL, SLOW, BEHIND)
    by_rule = f"（{'、'.join(rule.documents)}），{standing.state.word}" if judged else ""
    return f"{said}{by_rule}"


def expected_percent(r: Reading) -> str:
    """The share of a year's task that the calendar expects by the month's end."""
    share = expected_share(r.month, r.month.year, r.basis.pace_rule.curve)
    return formats.percent(formats.exact(share))


def ratio(r: Reading) -> list[Paragraph]:
    """Piles to vehicles: by the vehicles that were reported, and by those of the plan, against the
    plan's goal."""
    planned, reported = r.standing_of(Part.RATIO), r.figure_of(Part.RATIO, variant=REPORTED)
    if planned is None or reported is None:
        return []
    aim = prose.aimed(planned.goal, planned.figure)
    aim = f"，{aim}" if aim and r.state is not MonthState.OVER else ""
    if REPORTED not in ratios_of(r.indicators[planned.figure.code].counts):
        return of_reported(r, planned.figure, aim)
    by_plan = f"按方案测算的{r.plan_year}年底{formats.text(planned.figure.parts[0])}电动汽车计算"
    if reported.value is None:
        text = f"{by_plan}，桩车比为{formats.text(planned.figure)}{aim}；实际车辆数本年尚未报送。"
        return [paragraph(told(text, [planned.figure], VEHICLES))]
    by_count = f"按{counted_by(r, reported)}计算"
    by_both = (
        say(f"{by_count}，桩车比为{{}}{aim}；", reported, rule=VEHICLES),
        say(f"{by_plan}，为{{}}。", planned.figure, rule=VEHICLES),
    )
    return [paragraph(*by_both)]


def of_reported(r: Reading, figure: Figure, aim: str) -> list[Paragraph]:
    """The ratio of a plan that goes by the reported vehicles alone; nothing before there are
    any."""
    if figure.value is None:
        return []
    text = f"按{counted_by(r, figure)}计算，桩车比为{{}}{aim}。"
    return [paragraph(say(text, figure, rule=VEHICLES))]


def counted_by(r: Reading, ratio: Figure) -> str:
    """Who reported how many vehicles for a ratio, and as of which day."""
    entry = newest_of(r, ratio)
    assert entry is not None, "a ratio has its vehicles"
    who = told_by(entry)
    return f"{who.name if who else ''}报送的{vehicles_of(ratio, entry)}"


def covered(r: Reading) -> list[Paragraph]:
    """Townships with a station, with piles, and villages with enough of them, in prose, as far as
    the plan asks for them."""
    stations, piles, villages = map(r.figure_of, COVERAGES)
    parts = [*of_townships(stations, piles), *([of_villages(r, villages)] if villages else [])]
    text, figures = "；".join(parts), filter(None, (stations, piles, villages))
    return [paragraph(told(f"{text}。", figures, "达到门槛的处数／总处数"))] if parts else []


def of_townships(stations: Figure | None, piles: Figure | None) -> list[str]:
    """How many townships have a station and piles; a sentence can go on after it."""
    with_station = of_places(stations, "建有公共充电站") if stations else ""
    if stations and stations.unsettled:
        with_station += f"（另有{len(stations.unsettled)}个待核定）"
    if piles is None:
        return [f"{stations.of}个乡（镇）中，{with_station}"] if stations else []
    if piles.value == piles.of:
        among = f"，其中{with_station}" if with_station else ""
        return [f"{piles.of}个乡（镇）均有公共充电桩{among}"]
    told_of = [of_places(piles, "有公共充电桩"), with_station if piles.value else ""]
    return [f"{piles.of}个乡（镇）中，{'，'.join(filter(None, told_of))}"]


def of_villages(r: Reading, villages: Figure) -> str:
    """How many villages have enough piles; a sentence can go on after it."""
    least = r.indicators[villages.code].at_least
    enough = "有公共充电桩" if least == 1 else f"公共充电桩达到{least}台"
    if villages.value == villages.of:
        return f"{of_each(villages.of or 0, '个行政村（社区）')}{enough}"
    whole = f"{villages.of}个行政村（社区）中，"
    if not villages.value:
        return f"{whole}尚无{enough}的"
    return f"{whole}{villages.value}个{enough}，占{formats.share_of(villages)}"


def of_places(figure: Figure, has: str) -> str:
    """How many of the places have something: all of them, some, or none yet."""
    if figure.value == figure.of:
        return f"全部{has}"
    return f"{figure.value}个{has}" if figure.value else f"尚无{has}的"
