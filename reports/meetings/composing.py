"""The content of a pack, in the order in which a meeting takes it: what was agreed last time, how
the county stands, what has changed, what is due, what is late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ledger.entries import facts
from ledger.periods.now import Calendar
from reports.bulletins.framing import plain
from reports.bulletins.overall import county as of_the_county
from reports.bulletins.saying import listed, paragraph, told
from reports.documents.content import Attachment, Content, Paragraph, Table
from reports.documents.sections import NUMERALS
from reports.figures import formats, under_way
from reports.figures.coordinated import still_open
from reports.figures.reading import Reading, read
from reports.meetings import agreeing, changes, due, laying
from reports.models import Matter, Meeting, SupervisionNotice
from shanyin_charging import clock, dates
from targets.models import Part as Plays
from targets.models import Window

RUNNING = "还在报送的月份已登账的新增"
REACHED = "已投运＋年内预计投运的在建＝可达"
A_MONTH = timedelta(days=30)  # that is looked back over before there was a meeting


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
            to_coordinate(r, clock.today()),
            late(r, clock.today()),
        )
        if part.text or part.tables
    ]
    title = f"{r.county.throughout}充（换）电基础设施建设调度会材料"
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
    return Part("上次议定事项", [paragraph(summed(meeting, found))], [laying.of_agreed(found)])


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
    now = newest(r)
    rows = now.quota_standings()
    lacking = sorted((s for s in rows if s.missing), key=lambda s: -s.missing)
    done = [s.figure.where.name for s in rows if s.goal and not s.missing]
    notes = [f"已完成参考计划的：{listed(done)}。"] if done else []
    if now is not r:
        notes.append(f"按已登账的计算，{now.month.month}月还在报送。")
    text = [*of_the_county(r), *since_then(r, now), *in_reach(now)]
    return Part("建设进度", text, [laying.of_rows(now, lacking, notes)] if lacking else [])


def newest(r: Reading) -> Reading:
    """The reading of the month of the same year whose returns come in now, where there is one; else
    the one that is judged."""
    living = r.calendar.living()
    if living is None or r.calendar.over_since():
        return r
    runs = living.month > r.month and living.month.year == r.month.year
    return read(living.month) if runs else r


def since_then(r: Reading, now: Reading) -> list[Paragraph]:
    """What a month that is being reported has added already; it is told and not judged."""
    standing, code = now.standing_of(Plays.ADDED), now.playing(Plays.ADDED)
    added = now.figure(code, window=Window.MONTH) if code else None
    if now is r or standing is None or added is None or not added.counted:
        return []
    name = f"{now.month.month}月"
    left = f"，距年度任务还差{standing.missing}台" if standing.missing else ""
    came_to = f"本年累计{standing.figure.counted}台{left}"
    text = f"{name}已登账新增{added.counted}台，{came_to}（{name}还在报送）。"
    return [paragraph(told(text, [added, standing.figure], RUNNING))]


def in_reach(now: Reading) -> list[Paragraph]:
    """What is in service and what is being built beside the year's number; nothing where nothing
    is being built."""
    found = under_way.of_county(now)
    words = formats.reach(found)
    return [paragraph(told(f"{words}。", [found.figure], REACHED))] if found and words else []


def changed(r: Reading, meeting: Meeting) -> Part:
    """What the ledger has taken in since the last meeting, one by one; of much the newest, and the
    rest by units."""
    since, words = since_when(r, meeting)
    found = changes.changes(r.county, since, facts.last_number(r.county))
    name = f"{words}的变化"
    if not found:
        return Part(name, [paragraph(f"{words}，台账没有登入充电桩的变动。")])
    return Part(name, [paragraph(balance(words, found))], [laying.of_changes(found)])


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
    """Returns, what is being built, matters under supervision and the year's targets that are due
    next."""
    text = [paragraph(words) for words in due.returns(r)]
    projects, notices = due.projects(r.county, today), due.notices(r.county, today)
    aims = due.targets(r)
    found = [
        *([laying.of_projects(projects, today)] if projects else []),
        *([laying.of_notices("近期到期的督办", notices, "现在", state_of)] if notices else []),
        *([laying.of_targets(r, aims)] if aims else []),
    ]
    return Part("近期到期", text, found)


def state_of(notice: SupervisionNotice) -> str:
    """How far a notice is."""
    return str(notice.get_state_display())


def to_coordinate(r: Reading, today: date) -> Part:
    """What units ask of others and is open."""
    found = list(
        Matter.objects.of(r.county).open().select_related("raiser", "solver").order_by("raised_on")
    )
    if not found:
        return Part("需协调事项")
    kinds = still_open(found, today)
    text = f"没有办结的{kinds.number}件（{kinds.words}），最早的已有{kinds.longest}天。"
    return Part("需协调事项", [paragraph(text)], [laying.of_matters(found, today)])


def late(r: Reading, today: date) -> Part:
    """Matters under supervision whose day is past."""
    found = due.overdue(r.county, today)
    if not found:
        return Part("超过时限的督办事项")
    table = laying.of_notices(
        "超过时限的督办事项", found, "超过", lambda n: f"{(today - n.due_on).days}天"
    )
    return Part("超过时限的督办事项", [], [table])
