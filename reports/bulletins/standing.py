"""The office's standing paragraphs under 下一步工作要求, with their places filled from the month's
figures."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.db import transaction

from ledger.judging import MonthState
from ledger.models import Ledger
from reports import rules
from reports.bulletins.framing import sentence
from reports.bulletins.returning import next_due
from reports.bulletins.saying import paragraph, shown
from reports.documents.content import Content, Paragraph, Sentence
from reports.documents.kinds import CORRECTION, KINDS, PaperKind
from reports.documents.sections import NUMERALS, sections
from reports.documents.typed import clean
from reports.figures import formats
from reports.figures.figure import Figure
from reports.figures.progress import needed
from reports.figures.reading import Reading
from reports.models import StandingText
from shanyin_charging import dates
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Area, Part

ASKED = "下一步工作要求"
RULE = "专班常用要求"  # of its sentences: true of the day on which a paper was drafted
KINDS_OFFERED = [kind for kind in KINDS.values() if kind is not CORRECTION]
PLACE = re.compile(r"\{([^{}]*)\}")
FULL_WIDTH = str.maketrans("｛｝", "{}")
MOST = 400


@dataclass(frozen=True)
class Filled:
    """What stands in a place, and the figures that it is made from."""

    text: str
    figures: tuple[Figure, ...] = ()


def month(r: Reading) -> Filled:
    """11月"""
    return Filled(f"{r.month.month}月")


def next_month(r: Reading) -> Filled:
    """12月"""
    return Filled(f"{(r.month + 1).month}月")


def due_day(r: Reading) -> Filled:
    """The last day for the returns of the next month."""
    return Filled(dates.last_day(next_due(r)))


def stock(r: Reading) -> Filled | None:
    """484台"""
    return of_figure(r.figure_of(Part.IN_PLACE))


def added(r: Reading) -> Filled | None:
    """155台"""
    return of_figure(r.figure_of(Part.ADDED))


def of_figure(figure: Figure | None) -> Filled | None:
    """A figure with its unit; None for one that is not known."""
    return (
        None if figure is None or figure.value is None else Filled(formats.text(figure), (figure,))
    )


def year_task(r: Reading) -> Filled | None:
    """192台; None without a task, and after the plan."""
    standing = r.standing_of(Part.ADDED)
    goal = standing.goal if standing and r.state is not MonthState.OVER else None
    return Filled(f"{goal.value}台") if goal else None


def gap(r: Reading) -> Filled | None:
    """37台 that the year's task still lacks; None where nothing does."""
    lacks = lacking(r)
    return Filled(f"{lacks}台", added_figures(r)) if lacks else None


def each_month(r: Reading) -> Filled | None:
    """37台 to be added in each month that is left of the year; None where there is none left, or
    nothing lacks."""
    lacks, left = lacking(r), r.months_left
    if not lacks or not left:
        return None
    return Filled(f"{needed(lacks, left)}台", added_figures(r))


def lacking(r: Reading) -> int:
    """How many piles the year's task still lacks; none after the plan, which has no task."""
    standing = r.standing_of(Part.ADDED)
    return standing.missing if standing and r.state is not MonthState.OVER else 0


def added_figures(r: Reading) -> tuple[Figure, ...]:
    """What the year added, where the plan asks for it."""
    figure = r.figure_of(Part.ADDED)
    return (figure,) if figure else ()


PLACES: dict[str, Callable[[Reading], Filled | None]] = {
    "月份": month,
    "下月": next_month,
    "报送截止日": due_day,
    "保有量": stock,
    "年度任务": year_task,
    "本年新增": added,
    "还差": gap,
    "每月需新增": each_month,
}
HINTS = {
    "月份": "通报的月份，如“11月”",
    "下月": "如“12月”",
    "报送截止日": "下月情况的报送截止日，如“2026年1月5日”",
    "保有量": "全县（区、市）公共充电桩，如“484台”",
    "年度任务": "全县（区、市）本年新增任务，如“192台”",
    "本年新增": "如“155台”",
    "还差": "距年度任务还差，如“37台”；已完成的，这一段不印",
    "每月需新增": "还差的按剩下的月份平均，如“19台”；12月和已完成的，这一段不印",
}


def standing_paragraphs(r: Reading, kind: PaperKind) -> list[Paragraph]:
    """The office's paragraphs in force for a kind, in its order, each with its figures; one with a
    place that has nothing to stand in it is left out."""
    texts = StandingText.objects.filter(county=r.county, in_force=True)
    filled = (fill(r, text.text) for text in texts if kind.code in text.kinds)
    return [Paragraph((sentence_,)) for sentence_ in filled if sentence_]


def with_standing(r: Reading, kind: PaperKind, content: Content) -> Content:
    """The content with the office's paragraphs at the end of what is asked next; where the paper
    has no such section, in one of their own at its end."""
    found = standing_paragraphs(r, kind)
    parts = sections(content.body)
    at = [n for n, (name, _) in enumerate(parts) if name.startswith(ASKED[:3])]
    if not found:
        return content
    if not at:
        section = [paragraph(f"{NUMERALS[len(parts) - 1]}、{ASKED}"), *found]
        return replace(content, body=(*content.body, *section))
    parts[at[-1]][1].extend(found)
    return replace(content, body=tuple(p for _, part in parts for p in part))


def fill(r: Reading, text: str) -> Sentence | None:
    """The text with its places filled; None where something is missing for one of them."""
    found = {name: PLACES[name](r) for name in dict.fromkeys(PLACE.findall(text))}
    if None in found.values():
        return None
    places = {name: filled for name, filled in found.items() if filled}
    figures = {figure.key: shown(figure) for f in places.values() for figure in f.figures}
    words = PLACE.sub(lambda place: places[place[1]].text, text)
    return Sentence(sentence(words), tuple(figures.values()), RULE)


# What the office keeps.


@dataclass(frozen=True)
class Row:
    """What is typed of one paragraph; without an id it is a new one."""

    pk: int | None
    text: str
    kinds: tuple[str, ...]
    position: int
    in_force: bool


def texts_of(county: Area) -> list[StandingText]:
    """All of a county's, in their order."""
    return list(StandingText.objects.filter(county=county))


def seen_of(county: Area) -> str:
    """The stamp of a county's standing paragraphs."""
    return stamp([[t.pk, *told(t).values()] for t in texts_of(county)])


def keep(user: User, county: Area, rows: Iterable[Row], seen: str | None = None) -> int:
    """Keep what was typed of each paragraph, an event a changed one; returns how many changed.
    Raises Refused for a place that there is not, and for one without words or kinds."""
    with transaction.atomic():
        Ledger.objects.select_for_update(no_key=True).get(county=county)
        require(rules.can_keep_standing(user))
        require_seen(seen, seen_of(county), "没有保存，您填的内容还在下面")
        there = {text.pk: text for text in texts_of(county)}
        return sum(put(user, county, there, row) for row in rows)


def put(user: User, county: Area, there: dict[int, StandingText], row: Row) -> bool:
    """Keep one paragraph; returns whether that changed anything."""
    new = row.pk is None
    if new and not clean(row.text):
        return False
    text = StandingText(county=county) if row.pk is None else there[row.pk]
    before = None if new else told(text)
    text.text, text.kinds = checked(row)
    text.position, text.in_force = row.position, row.in_force
    after = told(text)
    if before == after:
        return False
    text.save()
    was = before or {}
    changed = {name: value for name, value in after.items() if was.get(name) != value}
    earlier = {name: was[name] for name in changed} if before else None
    journal.record(user, "write_standing", text, before=earlier, after=changed)
    return True


def checked(row: Row) -> tuple[str, list[str]]:
    """The words and the kinds as they are kept; raises Refused for what cannot be printed."""
    text = clean(row.text).translate(FULL_WIDTH)
    start = f"“{text[:12]}…”" if len(text) > 12 else f"“{text}”"
    if not text:
        raise Refused("文字不能空着；不用的，去掉“在用”就不再印")
    if len(text) > MOST:
        raise Refused(f"{start}超过{MOST}个字，请分成两段")
    offered = "、".join(f"{{{name}}}" for name in PLACES)
    for name in PLACE.findall(text):
        if name not in PLACES:
            raise Refused(f"{start}里的“{{{name}}}”系统不会填；可以用的有：{offered}")
    if set("{}") & set(PLACE.sub("", text)):
        raise Refused(f"{start}里的花括号不成对；可以用的有：{offered}")
    kinds = [kind.code for kind in KINDS_OFFERED if kind.code in row.kinds]
    if not kinds:
        raise Refused(f"{start}还没有选用在哪些通报；不用的，去掉“在用”")
    return text, kinds


def told(text: StandingText) -> dict:
    """What the office keeps of a paragraph, for the journal."""
    return {
        "text": text.text,
        "kinds": text.kinds_named,
        "position": text.position,
        "in_force": text.in_force,
    }
