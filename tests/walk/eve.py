"""The evening before the walk: the demo's year is over, January can be reported, and on every desk
lies something in each state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.lines import Scope
from ledger.models import Kind, Ledger, LineKind, Submission
from ledger.periods import books
from ledger.returns import corrections, drafting, evidence, paper, uploads, workflow
from ledger.workbooks import pasted
from reports import suggesting
from reports.announcing import course as announcing
from reports.bulletins import drafting as papers
from reports.bulletins import fair_naming, issuing
from reports.checking import course as checking
from reports.checking import drawing, pictures, visiting
from reports.coordination import course, raising
from reports.documents.kinds import BRIEF, MONTH, TASK, YEAR, PaperKind
from reports.figures.reading import read
from reports.meetings import agreeing, packing
from reports.meetings import workflow as meeting
from reports.models import Finding, FindingState, Meeting, SupervisionNotice
from reports.supervision import workflow as supervision
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from targets.models import Area, Post, Unit
from targets.months import Month
from tests import cast, make, snapshots
from tests.demo.people import SHOWN, account_of
from tests.demo.when import at
from tests.ledger.pages.test_lists import row as listed
from tests.ledger.pages.test_lists import sheet
from tests.ledger.workbooks.test_comparing import ROW

MORNING = at(date(2026, 1, 27), 9)
JANUARY, DECEMBER = Month(2026, 1), Month(2025, 12)
SOON, LATER = date(2026, 2, 6), date(2026, 2, 27)
SENT_BACK, IN_REVIEW, HANDED_IN, APPROVED = "140621102", "140621101", "140621100", "140621104"
ENTERED, TO_CONFIRM, CORRECTED, CHECKED = "140621209", "140621203", "140621206", "affairs"
SCAN = ("扫描件.pdf", b"%PDF-1.7 a scan")
SEED, SEED_OF_OTHERS = "20260126-513702", "20260126-513703"
RED_AND_LATE = (("criticise", "chief"), ("suggest_talk", "chief"))


def prepare() -> None:
    """Everything that waits for somebody."""
    with clock.at(MORNING - timedelta(days=1)):
        people = arrive()
        books.open_periods(Ledger.objects.get(), "test")
        asked = (notices, asked_of_others, meetings, told_by_the_office, checks)
        for tell in (returns, by_paper, to_take_in, *asked, bulletins, said):
            tell(people)


def arrive() -> SimpleNamespace:
    """Who is not in the demo: a colleague for each who might be quicker, a unit's checker, and one
    without a post."""
    for name, role in (
        ("second", Role.OFFICE),
        ("deputy", Role.CHIEF),
        ("without_post", Role.OFFICER),
    ):
        cast.person(name, role)
    checker = cast.person("checker", Role.OFFICER)
    post = {"user": checker, "unit": Unit.objects.get(code=CHECKED), "checks": True}
    Post.objects.create(starts_on=date(2025, 1, 1), **post)
    found = {user.username: user for user in User.objects.all()}
    return SimpleNamespace(**found, of=lambda unit: found[account_of(unit)])


def colleague(user: User) -> User:
    """Somebody of the same role with the same posts, who may be quicker."""
    made = cast.person(f"{user.username}_2", user.role)
    for post in user.posts.all():
        post.pk, post.user = None, made
        post.save()
    return made


# returns


def piles(**typed: str) -> tuple[str, dict]:
    """Six new piles at a new station in January."""
    return LineKind.ADDED, make.new_piles(on="2026-01-18", explanation="新建，不是重复", **typed)


def being_built() -> tuple[str, dict]:
    """Four piles that are being built in a village of the unit whose return is approved."""
    village = Area.objects.filter(parent__code=APPROVED, merged_into=None).first()
    where = {"village": village.code, "credited_to": APPROVED, "expected_on": "2026-05-31"}
    return LineKind.BUILDING, make.being_built(**where)


def handed_in(people: SimpleNamespace, unit: str, lines: list | None = None) -> Submission:
    """January of a unit, handed in."""
    return make.handed_in(people.of(unit), JANUARY, unit, lines or [])


def returns(people: SimpleNamespace) -> None:
    """January in each state; a correction of December that waits."""
    own = make.draft(people.officer, JANUARY, SHOWN, [piles()])
    half = make.new_piles(on="2026-01-20", site_name="北站充电站", dc="")
    drafting.put_line(people.officer, own, LineKind.ADDED, drafting.new_key(), half)
    evidence.attach(people.officer, own, SimpleUploadedFile(*SCAN))
    photo = SimpleUploadedFile("现场.jpg", snapshots.taken(taken_at="2026:01:18 10:20:00"))
    evidence.attach(people.officer, own, photo, line_key=own.current.lines.first().key)
    handed_in(people, HANDED_IN)
    workflow.begin_review(people.office, handed_in(people, IN_REVIEW))
    back = handed_in(people, SENT_BACK)
    workflow.begin_review(people.office, back)
    workflow.send_back(people.office, back, "请核对枪数")
    passed = handed_in(people, APPROVED, [being_built()])
    workflow.begin_review(people.office, passed)
    workflow.approve(people.office, passed)
    checked = make.draft(people.of(CHECKED), JANUARY, CHECKED)
    workflow.hand_over(people.of(CHECKED), checked, checked.current.key, nil=True)
    correct(people)


def correct(people: SimpleNamespace) -> None:
    """A number of a return that was approved is said to be another one."""
    found = Submission.objects.filter(
        unit__code=CORRECTED, kind=Kind.RETURN, versions__lines__kind=LineKind.ADDED
    ).latest("period__starts_on")
    line = found.current.lines.filter(kind=LineKind.ADDED).first()
    entry = corrections.standing_entries(line).filter(value__gt=1).first()
    typed = [{"entry": str(entry.number), "value": str(entry.value - 1), "reason": "误报一台"}]
    corrections.hand_in(people.of(CORRECTED), found, typed, drafting.new_key())


def by_paper(people: SimpleNamespace) -> None:
    """A return that the office types from paper, and one that its unit has to confirm."""
    january = make.period(JANUARY)
    paper.enter(people.office, january, Unit.objects.get(code=ENTERED), "停电")
    typed = paper.enter(people.office, january, Unit.objects.get(code=TO_CONFIRM), "停电")
    evidence.attach(people.office, typed, SimpleUploadedFile(*SCAN))
    workflow.submit(people.office, typed, typed.current.key, nil=True)


def to_take_in(people: SimpleNamespace) -> None:
    """A workbook and a list that were read and wait to be taken in."""
    own = Submission.objects.get(period=make.period(JANUARY), unit__code=SHOWN)
    sheets = pasted.sheets("\t".join(ROW), "added", Scope(own))
    uploads.keep_workbook(people.officer, own, b"x", "一月.txt", sheets, replacing=False)
    uploads.keep_list(people.office, None, b"x", "清单.xlsx", [sheet([listed()])], "供电公司台账")


# supervision


def notices(people: SimpleNamespace) -> None:
    """A notice in each state, each of another unit."""
    steps = (
        ("propose", "office"),
        ("approve", "chief"),
        ("acknowledge", ""),
        ("respond", ""),
        ("settle", "office"),
        ("close_out", "second"),
    )
    spoken_for = Unit.objects.filter(posts__checks=False).exclude(code=SHOWN)
    leads = iter(spoken_for.order_by("code"))
    for count in range(len(steps) + 1):
        notice = opened(people, next(leads))
        for verb, who in steps[:count]:
            notice = moved(people, notice, verb, who)
    asked = opened(people, Unit.objects.get(code=SHOWN), topic="walk")
    for verb, who in steps[:3]:
        asked = moved(people, asked, verb, who)
    moved(people, asked, "ask_extension", "", LATER)
    sent = opened(people, Unit.objects.get(code=SHOWN), topic="walk again")
    for verb, who in steps[:2]:
        sent = moved(people, sent, verb, who)
    with clock.at(MORNING - timedelta(days=20)):
        late = opened(people, next(leads), level="red", due_on=date(2026, 1, 9))
        for verb, who in steps[:3]:
            late = moved(people, late, verb, who)
    for verb, who in RED_AND_LATE:
        late = moved(people, late, verb, who)


def opened(people: SimpleNamespace, lead: Unit, **said_: object) -> SupervisionNotice:
    """A matter that the office takes up."""
    said_ = {"topic": "walk", "level": "yellow", "due_on": SOON, **said_}
    words = {"matter": f"{lead}进度滞后", "requirements": "赶上序时进度", "source": "调度会"}
    supports = [Unit.objects.get(code="grid")]
    return supervision.open_notice(
        people.office, county=make.county(), lead=lead, supports=supports, **words, **said_
    )


def moved(
    people: SimpleNamespace, notice: SupervisionNotice, verb: str, who: str, due: date | None = None
) -> SupervisionNotice:
    """One step; the unit's own ones by its officer."""
    user = getattr(people, who) if who else people.of(notice.lead.code)
    files = [SimpleUploadedFile("现场.jpg", snapshots.taken())] * (verb == "respond")
    return supervision.move(user, verb, notice, "已办理", due, files)


def asked_of_others(people: SimpleNamespace) -> None:
    """What units ask to be coordinated, in each state, between the unit that is shown and
    another."""
    shown, grid = Unit.objects.get(code=SHOWN), Unit.objects.get(code="grid")
    others = Unit.objects.filter(posts__checks=False).exclude(pk__in=[shown.pk, grid.pk])
    other = others.order_by("code")[0]
    words = {"kind": "power", "text": "文化广场要增容，等供电方案", "about": "文化广场充电站"}
    for raiser, solver in ((shown, grid), (other, shown)):
        for steps in ("", "hand", "hand respond", "reply", "hand respond agree", "withdraw"):
            matter = raising.raise_matter(people.of(raiser.code), raiser, **words)
            for verb in steps.split():
                own = {"respond": solver, "agree": raiser, "withdraw": raiser}
                user = people.of(own[verb].code) if verb in own else people.office
                to = {"solver": solver, "answer_by": SOON} if verb == "hand" else {}
                matter = course.move(user, verb, matter, "二月上旬办好", **to)


def told_by_the_office(people: SimpleNamespace) -> None:
    """A draft of an announcement, one that nobody has read, one that was withdrawn."""
    units = Unit.objects.filter(code__in=[SHOWN, "grid", CHECKED])
    for verbs, title in (("", "请报联系人"), ("send", "请参加调度会"), ("send withdraw", "改期")):
        file = SimpleUploadedFile(*SCAN)
        found = announcing.write(people.office, title, f"{title}，见附件。", units, file)
        for verb in verbs.split():
            reason = "写错了" if verb == "withdraw" else ""
            found = announcing.move(people.office, verb, found, reason)


def checks(people: SimpleNamespace) -> None:
    """At the sites of the unit that is shown, and elsewhere: what somebody looked at and found as
    the ledger says, what differs, in each state, with a hazard; what nobody has looked at yet."""
    shown = Unit.objects.get(code=SHOWN)
    for seed, unit, number in ((SEED, shown, 2), (SEED_OF_OTHERS, None, 6)):
        said_ = {"people": ["王伟", "李强"], "number": number, "seed": seed}
        drawn = drawing.draw(people.office, clock.today(), unit=unit, **said_)
        for visit in list(drawn.visits.all())[: number - 1]:
            photo = SimpleUploadedFile("现场.jpg", snapshots.taken())
            pictures.attach(people.office, visit, photo, "全景")
            there = visiting.as_the_ledger(visit)
            one_more = replace(there, dc=there.dc + 1, dc_out=there.dc_out + 1, words="1台黑屏")
            visiting.record(people.office, visit, one_more)
            visiting.endanger(people.office, visit, "general", "没有灭火器，防撞柱松动", SOON)
    for found, state in zip(Finding.objects.filter(visit__round=drawn), FindingState, strict=False):
        found_to_be(people, found, state)


def found_to_be(people: SimpleNamespace, found: Finding, state: str) -> None:
    """A finding brought to a state."""
    if state == FindingState.WITHDRAWN:
        there = visiting.as_the_ledger(found.visit)
        visiting.amend(people.office, found.visit, there, "数错了")
    elif state != FindingState.OPEN:
        found = checking.move(people.of(found.unit.code), "respond", found, "已更换，恢复使用")
        if state == FindingState.CLOSED:
            checking.move(people.chief, "close_out", found)


# meetings


def meetings(people: SimpleNamespace) -> None:
    """One that is to come, one with its pack, one called off; of two that were held one with all
    that was agreed sent out, one with what is drafted and what is proposed."""
    called(people, 2)
    packing.pack(people.office, called(people, 3))
    meeting.cancel(people.office, called(people, 4), "并入下一次")
    held = meeting.hold(people.office, called(people, -14))
    agreed(people, held, "明确站址")
    agreeing.move_all(people.office, "propose", held)
    agreeing.move_all(people.chief, "approve", held)
    meeting.minute(people.office, held, "主任主持，逐项过了上次议定的事。")
    held = meeting.hold(people.office, called(people, -1))
    agreed(people, held, "排出点位")
    agreeing.move_all(people.office, "propose", held)
    agreed(people, held, "办结报装")


def called(people: SimpleNamespace, days: int) -> Meeting:
    """A meeting so many days from today."""
    return meeting.plan(people.office, clock.today() + timedelta(days=days), "三楼会议室")


def agreed(people: SimpleNamespace, held: Meeting, matter: str) -> SupervisionNotice:
    """Something that a meeting agreed for the unit whose officer walks."""
    lead = Unit.objects.get(code=SHOWN)
    return agreeing.agree(people.office, held, matter=matter, lead=lead, due_on=SOON)


# papers


def bulletins(people: SimpleNamespace) -> None:
    """A draft, one to be passed, one to be signed, one that units may still answer."""
    drafted(people, MONTH)
    issuing.move(people.office, "propose", drafted(people, BRIEF))
    passed = issuing.move(people.office, "propose", drafted(people, TASK, "2"))
    issuing.move(people.second, "pass", passed)
    fair_naming.consult(people.office, drafted(people, YEAR))


def drafted(people: SimpleNamespace, kind: PaperKind, subject: str = "") -> object:
    """A draft over December."""
    return papers.draft(people.office, read(DECEMBER), kind, subject)


def said(people: SimpleNamespace) -> None:
    """A suggestion that nobody has answered."""
    suggesting.suggest(people.officer, "/sites/", "功率看不懂")
