"""Each verb of the reports, done once through its function: one event of it, about the right thing,
that says what was before and what is after."""

import hashlib
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.models import LineKind
from reports import suggesting, verbs
from reports.announcing import course as announcing
from reports.bulletins import (
    drafting,
    fair_naming,
    issuing,
    proving,
    scans,
    sending_out,
    standing,
)
from reports.checking import course as judging
from reports.checking import pictures as taken_in
from reports.checking import visiting
from reports.checking.visiting import Found
from reports.coordination import course, raising
from reports.documents.content import Paragraph
from reports.documents.kinds import MONTH
from reports.documents.stored import to_json
from reports.figures.reading import read
from reports.models import FindingState, Naming, StandingText, VisitCorrection
from reports.press import press
from reports.supervision import workflow
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from targets.models import Unit
from targets.months import Month
from tests import cast, make, snapshots
from tests.reports.checking import made as checks

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)
DUE, LATER, LONG_AFTER = date(2025, 4, 18), date(2025, 4, 30), date(2025, 5, 12)
TITLE = "关于2025年3月全县充（换）电基础设施建设情况的通报"
ADDRESSEES = "各乡（镇）人民政府，县直及有关单位："
NAMED = "未报送的有：玉井镇。"


@pytest.fixture
def world(march_due, monkeypatch, settings):
    settings.PAPER_GROUPS = ["nowhere://"]
    monkeypatch.setattr(
        press, "FORMATS", {f: (lambda c: b"made", "text/plain", f) for f in ("pdf", "html")}
    )
    return SimpleNamespace(
        drafter=cast.person("drafter", Role.OFFICE),
        colleague=cast.person("colleague", Role.OFFICE),
        chief=cast.person("chief", Role.CHIEF),
        leader=cast.leader(),
        unit=cast.officer(),
        yujing=cast.officer(cast.YUJING),
        helper=cast.officer(cast.MAYING),
    )


def drafted(world):
    return drafting.draft(world.drafter, read(MARCH), MONTH)


def proposed(world):
    return issuing.move(world.drafter, "propose", drafted(world))


def reviewed(world):
    return issuing.move(world.colleague, "pass", proposed(world))


def six_more(world):
    lines = [(LineKind.ADDED, make.new_piles())]
    make.approved(world.unit, world.colleague, MARCH, lines=lines)


def propose_bulletin(world):
    made = drafted(world)
    yield lambda: issuing.move(world.drafter, "propose", made)
    yield made, {"state": "draft"}, {"state": "in_review"}


def withdraw_bulletin(world):
    made = proposed(world)
    yield lambda: issuing.move(world.drafter, "withdraw", made)
    yield made, {"state": "in_review"}, {"state": "draft"}


def pass_bulletin(world):
    made = proposed(world)
    yield lambda: issuing.move(world.colleague, "pass", made)
    yield made, {"state": "in_review"}, {"state": "reviewed"}


def return_bulletin(world):
    made = reviewed(world)
    yield lambda: issuing.move(world.chief, "return", made, "核对第二段")
    yield made, {"state": "reviewed"}, {"state": "draft"}


def issue_bulletin(world):
    made = reviewed(world)
    yield lambda: make.sign(world.chief, made)
    made.refresh_from_db()
    yield (
        made,
        {"state": "reviewed", "revision": 0},
        {"state": "issued", "number": "专班通报〔2025〕1号", "code": made.code},
    )


def send_bulletin(world):
    made = make.sign(world.chief, reviewed(world))
    yield lambda: sending_out.send(made)
    told = {"to": "领导群", "outcome": "failed", "fault": "地址不对"}
    yield made, None, {"told": [told]}


def draft_bulletin(world):
    found = []
    yield lambda: found.append(drafted(world))
    yield found[0], None, {"kind": "month", "month_on": "2025-03-01", "title": TITLE}


def write_bulletin(world):
    made = drafted(world)
    whole = made.whole
    body = [p.text for p in whole.body]
    was, body[2] = body[2], "全县进展顺利。"
    typed = {
        "title": "进展情况",
        "addressees": whole.addressees,
        "copies": whole.copies,
        "more": "请抓紧。",
        "body": body,
        "attached": ["0", "1", "3"],
    }
    yield lambda: drafting.write(world.colleague, made, 0, typed)
    yield (
        made,
        {"title": TITLE, "body": [was], "left_out": [], "revision": 0},
        {
            "title": "进展情况",
            "body": ["全县进展顺利。", "请抓紧。"],
            "left_out": ["2025年3月报送情况表"],
            "revision": 1,
        },
    )


def number_bulletin(world):
    made = reviewed(world)
    yield lambda: issuing.give_number(world.colleague, made, "6")
    yield made, {"given": None}, {"given": 6}


def refresh_bulletin(world):
    made = drafted(world)
    before = made.whole
    six_more(world)
    yield lambda: drafting.refresh(world.drafter, made)
    made.refresh_from_db()
    event = Event.objects.get(verb="refresh_bulletin")
    key = "I33_u140621103_y_202503"
    assert (event.before["figures"][key], event.after["figures"][key]) == ("0", "6")
    assert (event.before["revision"], event.after["revision"]) == (0, 1)
    assert (event.before["known"], event.after["known"]) == (before.known, made.whole.known)
    assert "title" not in event.before
    yield made, event.before, event.after


def correct_bulletin(world):
    was = make.sign(world.chief, reviewed(world))
    six_more(world)
    found = []
    yield lambda: found.append(drafting.correct(world.drafter, was))
    yield (
        found[0],
        None,
        {
            "kind": "correction",
            "month_on": "2025-03-01",
            "title": "关于更正2025年3月通报有关内容的通报",
            "corrects": "专班通报〔2025〕1号",
        },
    )


def prove_bulletin(world):
    made = make.sign(world.chief, reviewed(world))
    yield lambda: proving.prove_for(world.colleague, made)
    yield made, None, None


def discard_bulletin(world):
    made = drafted(world)
    yield lambda: drafting.discard(world.drafter, made)
    what = {"kind": "month", "month_on": "2025-03-01", "title": TITLE}
    yield made, {**what, "state": "draft", "revision": 0}, None


def naming_a_unit(world):
    made = drafted(world)
    content = made.plain
    body = tuple(Paragraph(edited=text) for text in ("三、存在问题", NAMED))
    made.content = to_json(type(content)(**{**vars(content), "body": body}))
    made.save()
    return made


def consult(world):
    made = naming_a_unit(world)
    yield lambda: fair_naming.consult(world.drafter, made)
    yield made, None, {"texts": {"玉井镇": NAMED}}


def state(world):
    fair_naming.consult(world.drafter, naming_a_unit(world))
    naming = Naming.objects.get()
    yield lambda: fair_naming.state(world.yujing, naming, " 已补报 ")
    yield naming, None, {"statement": "已补报"}


def suggest(world):
    found = []
    yield lambda: found.append(suggesting.suggest(world.unit, "/sites/", "功率看不懂"))
    yield found[0], None, {"text": "功率看不懂"}


def answer(world):
    said = suggesting.suggest(world.unit, "/sites/", "功率看不懂")
    yield lambda: suggesting.reply(world.drafter, said, "铭牌上的千瓦数")
    yield said, None, {"answer": "铭牌上的千瓦数"}


SAID = {
    "level": "yellow",
    "matter": "岱岳镇进度滞后",
    "requirements": "赶上序时进度",
    "source": "滞后于序时进度",
    "due_on": DUE,
}


def opened(world, **fields):
    return workflow.open_notice(
        world.drafter,
        county=make.county(),
        topic="progress",
        lead=Unit.objects.get(code=cast.DAIYUE),
        supports=[Unit.objects.get(code=cast.MAYING)],
        **{**SAID, **fields},
    )


PATH = (
    ("propose", "drafter"),
    ("approve", "chief"),
    ("acknowledge", "unit"),
    ("respond", "unit"),
    ("settle", "drafter"),
    ("close_out", "colleague"),
)


def photo():
    return SimpleUploadedFile("现场.pdf", b"%PDF-1.7 a photo")


def done(world, notice, verb, who, due_on=None):
    files = [photo()] if verb == "respond" else []
    return workflow.move(getattr(world, who), verb, notice, "已办理", due_on, files)


def after(world, last, **fields):
    """A notice to which the steps up to `last` were done."""
    notice = opened(world, **fields)
    for verb, who in PATH[: [verb for verb, _ in PATH].index(last) + 1]:
        notice = done(world, notice, verb, who)
    return notice


def from_to(was, now):
    return {"state": was}, {"state": now}


def open_notice(world):
    found = []
    yield lambda: found.append(opened(world))
    said = {**SAID, "due_on": "2025-04-18", "lead": "岱岳镇", "supports": ["马营乡"]}
    yield found[0], None, {**said, "state": "draft"}


def rewrite_notice(world):
    made = opened(world)
    changed = {**SAID, "level": "red", "due_on": LATER, "lead": made.lead}
    yield lambda: workflow.rewrite(world.colleague, made, supports=[], **changed)
    yield (
        made,
        {"level": "yellow", "due_on": "2025-04-18", "supports": ["马营乡"]},
        {"level": "red", "due_on": "2025-04-30", "supports": []},
    )


def propose_notice(world):
    made = opened(world)
    yield lambda: done(world, made, "propose", "drafter")
    yield made, *from_to("draft", "proposed")


def approve_notice(world):
    made = after(world, "propose")
    yield lambda: done(world, made, "approve", "chief")
    made.refresh_from_db()
    yield (
        made,
        {"state": "proposed", "number": "", "approver": "", "assigned_at": None},
        {
            "state": "assigned",
            "number": "督〔2025〕1号",
            "approver": "chief",
            "assigned_at": made.assigned_at.astimezone(clock.ZONE).isoformat(),
        },
    )


def return_notice(world):
    made = after(world, "propose")
    yield lambda: done(world, made, "return", "chief")
    yield made, *from_to("proposed", "draft")


def drop_notice(world):
    made = after(world, "approve")
    yield lambda: done(world, made, "drop", "chief")
    yield made, *from_to("assigned", "dropped")


def acknowledge_notice(world):
    made = after(world, "approve")
    yield lambda: done(world, made, "acknowledge", "unit")
    yield made, *from_to("assigned", "acknowledged")


def respond_notice(world):
    made = after(world, "acknowledge")
    yield lambda: done(world, made, "respond", "unit")
    yield made, *from_to("acknowledged", "responded")


def ask_extension_notice(world):
    made = after(world, "acknowledge")
    yield lambda: done(world, made, "ask_extension", "unit", LATER)
    yield made, {"asked_due_on": None}, {"asked_due_on": "2025-04-30"}


def extend_notice(world):
    made = done(world, after(world, "acknowledge"), "ask_extension", "unit", LATER)
    yield lambda: done(world, made, "extend", "chief")
    yield (
        made,
        {"due_on": "2025-04-18", "asked_due_on": "2025-04-30"},
        {"due_on": "2025-04-30", "asked_due_on": None},
    )


def refuse_extension_notice(world):
    made = done(world, after(world, "acknowledge"), "ask_extension", "unit", LATER)
    yield lambda: done(world, made, "refuse_extension", "chief")
    yield made, {"asked_due_on": "2025-04-30"}, {"asked_due_on": None}


def assist_notice(world):
    made = after(world, "acknowledge")
    yield lambda: done(world, made, "assist", "helper")
    yield made, None, None


def raise_level_notice(world):
    made = after(world, "acknowledge")
    yield lambda: done(world, made, "raise_level", "chief", LATER)
    yield (
        made,
        {"level": "yellow", "due_on": "2025-04-18"},
        {"level": "red", "due_on": "2025-04-30"},
    )


def late(world, *verbs_):
    """A red notice past its day, after these escalations by the head of the office."""
    made = after(world, "acknowledge", level="red")
    for verb in verbs_:
        with make.at(LONG_AFTER):
            made = done(world, made, verb, "chief")
    return made


def criticise_notice(world):
    made = late(world)
    yield lambda: on_time(world, made, "criticise", "chief")
    yield made, {"criticised_on": None}, {"criticised_on": "2025-05-12"}


def suggest_talk_notice(world):
    made = late(world, "criticise")
    yield lambda: on_time(world, made, "suggest_talk", "chief")
    yield made, {"talk": ""}, {"talk": "suggested"}


def agree_talk_notice(world):
    made = late(world, "criticise", "suggest_talk")
    yield lambda: on_time(world, made, "agree_talk", "leader")
    yield made, {"talk": "suggested"}, {"talk": "agreed"}


def decline_talk_notice(world):
    made = late(world, "criticise", "suggest_talk")
    yield lambda: on_time(world, made, "decline_talk", "leader")
    yield made, {"talk": "suggested"}, {"talk": "declined"}


def on_time(world, made, verb, who):
    with make.at(LONG_AFTER):
        done(world, made, verb, who)


def send_back_notice(world):
    made = after(world, "respond")
    yield lambda: done(world, made, "send_back", "drafter")
    yield made, *from_to("responded", "acknowledged")


def settle_notice(world):
    made = after(world, "respond")
    yield lambda: done(world, made, "settle", "drafter")
    yield (
        made,
        {"state": "responded", "settled_by": ""},
        {"state": "settled", "settled_by": "drafter"},
    )


def close_out_notice(world):
    made = after(world, "settle")
    yield lambda: done(world, made, "close_out", "colleague")
    yield (
        made,
        {"state": "settled", "closed_by": ""},
        {"state": "closed", "closed_by": "colleague"},
    )


def archive_notice(world):
    made = after(world, "close_out")
    yield lambda: done(world, made, "archive", "drafter")
    yield made, *from_to("closed", "archived")


MATTER = {"kind": "power", "text": "变压器要增容", "about": "文化广场"}
COURSE = {"hand": "drafter", "respond": "unit", "take_back": "drafter", "urge": "drafter"}
COURSE |= {"reply": "drafter", "agree": "yujing", "reopen": "yujing", "withdraw": "yujing"}


def put_forward(world):
    return raising.raise_matter(world.yujing, Unit.objects.get(code=cast.YUJING), **MATTER)


def step_of(world, matter, verb, **to):
    if verb == "hand":
        to = {"solver": Unit.objects.get(code=cast.DAIYUE), "answer_by": DUE}
    return course.move(getattr(world, COURSE[verb]), verb, matter, "请办", **to)


def course_of(world, *steps):
    """A matter to which these steps were done."""
    matter = put_forward(world)
    for verb in steps:
        matter = step_of(world, matter, verb)
    return matter


def raise_matter(world):
    found = []
    yield lambda: found.append(put_forward(world))
    first = {"state": "office", "solver": "", "answer_by": None}
    assert course.told(found[0]) == first
    yield found[0], None, {**MATTER, "kind": "电力", "raiser": "玉井镇"}


TO_DAIYUE = {"state": "handed", "solver": "岱岳镇", "answer_by": "2025-04-18"}
WITH_THE_OFFICE = {"state": "office", "solver": "", "answer_by": None}


def hand_matter(world):
    made = put_forward(world)
    yield lambda: step_of(world, made, "hand")
    yield made, WITH_THE_OFFICE, TO_DAIYUE


def take_back_matter(world):
    made = course_of(world, "hand")
    yield lambda: step_of(world, made, "take_back")
    yield made, TO_DAIYUE, WITH_THE_OFFICE


def urge_matter(world):
    made = course_of(world, "hand")
    with make.at(date(2025, 4, 21)):
        yield lambda: step_of(world, made, "urge", answer_by=LATER)
        yield made, {"answer_by": "2025-04-18"}, {"answer_by": "2025-04-30"}


def reply_matter(world):
    made = put_forward(world)
    yield lambda: step_of(world, made, "reply")
    yield made, *from_to("office", "replied")


def respond_matter(world):
    made = course_of(world, "hand")
    yield lambda: step_of(world, made, "respond")
    yield made, *from_to("handed", "answered")


def agree_matter(world):
    made = course_of(world, "hand", "respond")
    yield lambda: step_of(world, made, "agree")
    yield made, *from_to("answered", "closed")


def reopen_matter(world):
    made = course_of(world, "hand", "respond")
    yield lambda: step_of(world, made, "reopen")
    yield made, *from_to("answered", "handed")


def withdraw_matter(world):
    made = course_of(world, "hand")
    yield lambda: step_of(world, made, "withdraw")
    yield made, *from_to("handed", "withdrawn")


def went(world):
    return checks.a_visit(world.unit, world.drafter)


def found_short(world, state=FindingState.OPEN):
    return checks.a_finding(world.unit, world.drafter, world.colleague, state)


def draw_check(world):
    checks.a_site(world.unit, world.drafter)
    found = []
    yield lambda: found.append(checks.a_round(world.drafter, held_on=DUE))
    told = {"seed": checks.SEED, "among": "全部有桩的站点", "asked": "1处", "candidates": 1}
    went_there = {"first": "王伟", "second": "李强"}
    yield found[0], None, told | {"drawn": ["文化广场充电站"]} | went_there


def attach_check(world):
    made = went(world)
    found = []
    upload = SimpleUploadedFile("现场.jpg", snapshots.taken())
    yield lambda: found.append(taken_in.attach(world.drafter, made, upload))
    yield made, None, {"name": "现场.jpg", "sha256": found[0].sha256}


def endanger_check(world):
    made, found = went(world), []
    yield lambda: found.append(visiting.endanger(world.drafter, made, "grave", "配电箱门锁坏", DUE))
    told = {"kind": "重大安全隐患", "text": "配电箱门锁坏", "unit": "岱岳镇"}
    yield found[0], None, told | {"reply_by": "2025-04-18"}


def record_check(world):
    made = went(world)
    yield lambda: visiting.record(world.drafter, made, checks.TWO_SHORT)
    told = {"dc": 4, "dc_out": 0, "ac": 0, "ac_out": 0, "reached": True}
    told["ledger"] = {"dc": 6, "dc_out": 0, "ac": 0, "ac_out": 0}
    yield made, None, told | {"differing": ["直流桩：台账6台，现场4台，少2台"]}


def respond_finding(world):
    made = found_short(world)
    yield lambda: judging.move(world.unit, "respond", made, "已拆走")
    yield made, *from_to("open", "answered")


def insist_finding(world):
    made = found_short(world, FindingState.ANSWERED)
    yield lambda: judging.move(world.colleague, "insist", made, "请更正台账")
    yield made, *from_to("answered", "open")


def close_out_finding(world):
    made = found_short(world, FindingState.ANSWERED)
    yield lambda: judging.move(world.colleague, "close_out", made)
    yield made, *from_to("answered", "closed")


def amend_check(world):
    made = found_short(world).visit
    counts = {"dc": 4, "dc_out": 0, "ac": 0, "ac_out": 0, "reached": True}
    counts["ledger"] = {"dc": 6, "dc_out": 0, "ac": 0, "ac_out": 0}
    right = Found(dc=4, dc_out=1, ac=0, ac_out=0)
    yield lambda: visiting.amend(world.drafter, made, right, "漏记一台坏的")
    told = {"dc_out": 1, "differing": ["直流桩：现场1台不能用，台账停用0台"]}
    yield made, {**counts, "differing": []}, {**counts, **told}


def urge_finding(world):
    made = found_short(world)
    with make.at(date(2025, 4, 16)):
        yield lambda: judging.move(world.drafter, "urge", made, "请答复", reply_by=DUE)
        yield made, {"reply_by": "2025-04-15"}, {"reply_by": "2025-04-18"}


def withdraw_finding(world):
    made = found_short(world)
    right = {"dc": 6, "dc_out": 0, "ac": 0, "ac_out": 0, "reached": True, "reason": "数错了"}
    VisitCorrection.objects.create(
        visit=made.visit, made_by=world.drafter, made_at=clock.now(), **right
    )
    yield lambda: judging.move(world.drafter, "withdraw", made, "数错了")
    yield made, *from_to("open", "withdrawn")


WORDS = {"title": "请参加调度会", "text": "4月18日上午9时，三楼会议室。"}


def announced(world, *steps, upload=None):
    """An announcement to two units, to which these steps were done."""
    units = Unit.objects.filter(code__in=[cast.DAIYUE, cast.YUJING])
    made = announcing.write(world.drafter, WORDS["title"], WORDS["text"], units, upload)
    for verb in steps:
        made = announcing.move(world.drafter, verb, made)
    return made


def write_announcement(world):
    found = []
    scan = SimpleUploadedFile("议程.pdf", b"%PDF-1.7 a scan")
    yield lambda: found.append(announced(world, upload=scan))
    told = {**WORDS, "file": "议程.pdf", "units": ["岱岳镇", "玉井镇"], "state": "draft"}
    yield found[0], None, told


def rewrite_announcement(world):
    made = announced(world)
    units = made.units.all()
    yield lambda: announcing.rewrite(world.colleague, made, "改期", WORDS["text"], units)
    yield made, {"title": WORDS["title"]}, {"title": "改期"}


def discard_announcement(world):
    made = announced(world)
    was = announcing.told(made)
    yield lambda: announcing.discard(world.drafter, made)
    yield made, was, None


def send_announcement(world):
    made = announced(world)
    yield lambda: announcing.move(world.drafter, "send", made)
    yield made, *from_to("draft", "sent")


def read_announcement(world):
    made = announced(world, "send")
    yield lambda: announcing.move(world.unit, "read", made)
    yield made, None, {"units": ["岱岳镇"]}


def withdraw_announcement(world):
    made = announced(world, "send")
    yield lambda: announcing.move(world.drafter, "withdraw", made, "改期了")
    yield made, {"state": "sent", "reason": ""}, {"state": "withdrawn", "reason": "改期了"}


def file_scan(world):
    made = make.sign(world.chief, reviewed(world))
    scan = SimpleUploadedFile("盖章件.pdf", b"%PDF-1.7 a scan")
    found = []
    yield lambda: found.append(scans.file(world.drafter, made, scan))
    digest = hashlib.sha256(b"%PDF-1.7 a scan").hexdigest()
    yield found[0], None, {"name": "盖章件.pdf", "sha256": digest, "reason": ""}


def write_standing(world):
    row = standing.Row(None, "请抓紧", ("month",), 1, True)
    yield lambda: standing.keep(world.drafter, make.county(), [row])
    told = {"text": "请抓紧", "kinds": ["月通报"], "position": 1, "in_force": True}
    yield StandingText.objects.get(), None, told


NAMES = [
    *(f"{verb.name}_bulletin" for verb in verbs.BULLETIN),
    *(f"{verb.name}_notice" for verb in verbs.NOTICE),
    *(f"{verb.name}_matter" for verb in verbs.MATTER),
    *(f"{verb.name}_announcement" for verb in verbs.ANNOUNCEMENT),
    *(f"{verb.name}_check" for verb in verbs.CHECK),
    *(f"{verb.name}_finding" for verb in verbs.FINDING),
    *(verb.name for verb in (*verbs.SPEAKING, *verbs.KEEPING)),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_verb_writes_one_event_that_says_what_changed(world, name):
    case = globals()[name](world)  # a verb without a case here fails
    act = next(case)
    last = Event.objects.order_by("number").last()
    act()
    events = Event.objects.filter(number__gt=last.number if last else 0)
    thing, before, after_ = next(case)
    (event,) = events
    assert (event.verb, event.object_type, event.object_key, event.before, event.after) == (
        name,
        thing._meta.label_lower,
        str(thing.pk),
        before,
        after_,
    )


def test_saving_a_draft_as_it_is_changes_and_journals_nothing(world):
    made = drafted(world)
    whole, events = made.whole, Event.objects.count()
    typed = {
        "title": whole.title,
        "addressees": whole.addressees,
        "copies": whole.copies,
        "body": [p.text for p in whole.body],
        "attached": [str(n) for n, _ in enumerate(whole.attachments)],
    }
    found = drafting.write(world.colleague, made, 0, typed)
    assert (found.revision, found.edited_by, Event.objects.count()) == (0, None, events)
