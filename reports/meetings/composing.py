"""The content of a pack, in the order in which a meeting takes it: what was agreed last time, how
the county stands, what has changed, what is due, what is late."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ledger.entries import facts
from ledger.periods.now import Calendar
from reports.bulletins import tables
from reports.bulletins.framing import plain
from reports.bulletins.overall import county as of_the_county
from reports.bulletins.saying import listed, paragraph
from reports.documents.content import Attachment, Content, Paragraph, Table
from reports.documents.sections import NUMERALS
from reports.figures import formats
from reports.figures.progress import Standing
from reports.figures.reading import Reading, read
from reports.meetings import agreeing, changes, due
from reports.models import Meeting, SupervisionNotice
from shanyin_charging import clock, dates

A_MONTH = timedelta(days=30)  # that is looked back over before there was a meeting
MOST_CHANGES, MOST_ROWS, MOST_SAID = 12, 15, 60  # rows of a table; characters of what a unit said


@dataclass(frozen=True)
class Part:
    """One part of a pack: what it is called, its text, its tables."""

    name: str
    text: Sequence[Paragraph] = ()
    tables: Sequence[Table] = ()


def compose(meeting: Meeting) -> Content:
    """The pack of a meeting, from what is known now."""
    r = read(Calendar().shown_month())
    parts = [
        part
        for part in (
            agreed(meeting),
            progress(r),
            changed(r, meeting),
            due_soon(r, clock.today()),
            late(r, clock.today()),
        )
        if part.text or part.tables
    ]
    title = "全县充（换）电基础设施建设调度会材料"
    numbered = zip(NUMERALS, parts, strict=False)
    attached = [
        Attachment(f"{numeral}、{part.name}", tuple(part.tables), text=tuple(part.text))
        for numeral, part in numbered
    ]
    return replace(plain(r, title, opening(meeting), attached), head="pack")


def opening(meeting: Meeting) -> list[Paragraph]:
    """Which meeting it is: when and where, about what."""
    place = f"　地点：{meeting.place}" if meeting.place else ""
    said = [f"会议时间：{dates.long_date(meeting.held_on)}{place}"]
    said += [f"议题：{meeting.subject}"] if meeting.subject else []
    return [paragraph(words) for words in said]


def agreed(meeting: Meeting) -> Part:
    """What was agreed before, and how each of it stands."""
    found = agreeing.stands_before(meeting)
    if not found:
        return Part("上次议定事项")
    rows = [
        tables.cells(
            one.matter,
            one.lead.name,
            short_day(one.due_on),
            shortened(agreeing.standing(one)),
        )
        for one in found
    ]
    heads, widths = ("议定事项", "责任单位", "时限", "办理情况"), (38, 18, 12, 32)
    return Part(
        "上次议定事项",
        [paragraph(summed(meeting, found))],
        [Table("上次议定事项", heads, tuple(rows), widths)],
    )


def summed(meeting: Meeting, found: Sequence[SupervisionNotice]) -> str:
    """How many were agreed at the last meeting and before it, and how far they have come."""
    last = Meeting.objects.of(meeting.county).before(meeting)[0]
    own = agreeing.counted(one for one in found if one.meeting_id == last.pk)
    before = agreeing.counted(one for one in found if one.meeting_id != last.pk)
    text = f"{dates.official_date(last.held_on)}调度会议定{own['all']}件" if own["all"] else ""
    text += state(own) if own["all"] else ""
    earlier = f"以前的会议议定、还没有办结的{before['all']}件" if before["all"] else ""
    late = f"，其中{before['late']}件已过时限" if before["late"] else ""
    return f"{'；'.join(filter(None, (text, f'{earlier}{late}')))}。"


def state(counts: dict[str, int]) -> str:
    """How far some items have come: 已销号2件，在办1件，其中1件已过时限."""
    ended = f"已销号{counts['ended']}件" if counts["ended"] else ""
    going = f"在办{counts['open']}件" if counts["open"] else ""
    late = f"其中{counts['late']}件已过时限" if counts["late"] else ""
    return "".join(f"，{words}" for words in (ended, going, late) if words)


def progress(r: Reading) -> Part:
    """The county against its targets and the calendar; the rows of the quota table that lack
    something, those that lack most first."""
    lacking = sorted((s for s in r.quota_standings() if s.missing), key=lambda s: -s.missing)
    done = [s.figure.where.name for s in r.quota_standings() if s.goal and not s.missing]
    table = Table(
        "各单位还差台数",
        ("单位", f"{r.month.year}年任务（台）", "已新增（台）", "完成率", "还差（台）"),
        tuple(row_of(s) for s in lacking),
        (32, 20, 16, 16, 16),
        (f"已完成参考计划的：{listed(done)}。",) if done else (),
    )
    return Part("建设进度", of_the_county(r), [table] if lacking else [])


def row_of(s: Standing) -> tuple:
    """A row of the quota table with what it lacks."""
    share = formats.percent(s.progress)
    name = s.figure.where.name
    return tables.cells(name, tables.planned(s), tables.of(s.figure), share, str(s.missing))


def changed(r: Reading, meeting: Meeting) -> Part:
    """What the ledger has taken in since the last meeting, one by one; of much the newest, and the
    rest by units."""
    since, words = since_when(r, meeting)
    found = changes.changes(r.county, since, facts.last_number(r.county))
    name = f"{words}的变化"
    if not found:
        return Part(name, [paragraph(f"{words}，台账没有登入充电桩的变动。")])
    rows = [
        tables.cells(short_day(c.on), c.place, c.unit, c.words, formats.signed(c.total))
        for c in found[:MOST_CHANGES]
    ]
    rest = [
        f"{unit}{count}笔，公共桩{formats.signed(piles)}台"
        for unit, count, piles in changes.by_unit(found[MOST_CHANGES:])
    ]
    notes = (f"其余{len(found) - MOST_CHANGES}笔按单位合计：{'；'.join(rest)}。",) if rest else ()
    heads, widths = ("日期", "地点", "单位", "变动", "增减（台）"), (12, 30, 18, 28, 12)
    return Part(
        name,
        [paragraph(balance(words, found))],
        [Table("台账变动", heads, tuple(rows), widths, notes)],
    )


def since_when(r: Reading, meeting: Meeting) -> tuple[int, str]:
    """The entry that was known last when the meeting before had its pack, or by the end of its day;
    without one a month ago. With the words for it."""
    last = Meeting.objects.of(meeting.county).before(meeting).first()
    if last is None:
        day = clock.today() - A_MONTH
        return facts.known_on(r.county, day), f"{dates.official_date(day)}以来"
    pack = last.packs.first()
    known = pack.known if pack else facts.known_on(r.county, last.held_on)
    return known, "上次会议以来"


def balance(words: str, found: Sequence[changes.Change]) -> str:
    """What the changes come to."""
    more = sum(c.public for c in found if c.public > 0)
    less = -sum(c.public for c in found if c.public < 0)
    mended = sum(c.what in (changes.CORRECTED, changes.UNDONE) for c in found)
    parts = [
        f"公共充电桩增加{more}台" if more else "",
        f"减少{less}台" if less else "",
        f"相抵{'增加' if more > less else '减少'}{abs(more - less)}台"
        if more and less and more != less
        else "",
        f"其中更正、撤销{mended}笔" if mended else "",
    ]
    said = "，".join(filter(None, parts))
    return f"{words}，台账登入充电桩变动{len(found)}笔{f'，{said}' if said else ''}。"


def due_soon(r: Reading, today: date) -> Part:
    """Returns, matters under supervision and the year's targets that are due next."""
    text = [paragraph(words) for words in due.returns(r)]
    notices, aims = due.notices(r.county, today), due.targets(r)
    found = []
    if notices:
        found.append(of_notices("近期到期的督办", notices, "现在", lambda n: n.get_state_display()))
    if aims:
        found.append(of_targets(r, aims))
    return Part("近期到期", text, found)


def of_targets(r: Reading, aims: Sequence[Standing]) -> Table:
    """What the plan wants by the year's end and is not there yet."""
    title = f"{r.month.year}年底要达到、还没有达到的目标"
    table = tables.standings(r, title, aims[:MOST_ROWS])
    more = len(aims) - MOST_ROWS
    return replace(table, notes=(f"另有{more}项，见平台“全部指标”。",)) if more > 0 else table


def late(r: Reading, today: date) -> Part:
    """Matters under supervision whose day is past."""
    found = due.overdue(r.county, today)
    if not found:
        return Part("超过时限的督办事项")
    table = of_notices(
        "超过时限的督办事项", found, "超过", lambda n: f"{(today - n.due_on).days}天"
    )
    return Part("超过时限的督办事项", [], [table])


def of_notices(
    title: str,
    found: Sequence[SupervisionNotice],
    head: str,
    told: Callable[[SupervisionNotice], str],
) -> Table:
    """Matters under supervision as a table; the last column says of each what is `told`."""
    rows = [
        tables.cells(n.get_level_display()[:2], n.matter, n.lead.name, short_day(n.due_on), told(n))
        for n in found[:MOST_ROWS]
    ]
    more = len(found) - MOST_ROWS
    notes = (f"另有{more}件，见平台“督办”。",) if more > 0 else ()
    heads, widths = ("级别", "事项", "主办单位", "时限", head), (10, 44, 20, 13, 13)
    return Table(title, heads, tuple(rows), widths, notes)


def short_day(day: date) -> str:
    """A day of about now: 11月18日."""
    return f"{day.month}月{day.day}日"


def shortened(text: str) -> str:
    """What a unit said, in as much as a table takes."""
    return text if len(text) <= MOST_SAID else f"{text[: MOST_SAID - 1]}…"
