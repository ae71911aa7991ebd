"""One press for each verb of bulletins, meetings, notices of supervision, what is said to them."""

from datetime import date
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from reports import suggesting
from reports.announcing import course as announcing
from reports.bulletins import drafting, fair_naming, issuing, scans, standing
from reports.checking import course as judging
from reports.checking import visiting
from reports.documents.sections import names
from reports.meetings import agreeing
from reports.meetings import workflow as meetings
from reports.models import FindingState, Naming
from reports.supervision import instructions, subjects, taking_up, workflow
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from tests import cast, make, snapshots
from tests.demo.when import at
from tests.once.pressing_twice import Case
from tests.reports import test_verbs as made_by
from tests.reports.checking import made as checks
from tests.reports.test_verbs import DUE, LATER, LONG_AFTER, after, done, drafted, opened, proposed

AFTER_DUE = cast.noon(date(2025, 4, 8))  # March has fallen due the night before
SCAN = ("盖章件.pdf", b"%PDF-1.7 a scan")
PHOTO = ("现场.pdf", b"%PDF-1.7 a photo")


def world():
    return SimpleNamespace(
        drafter=cast.person("drafter", Role.OFFICE),
        colleague=cast.person("colleague", Role.OFFICE),
        chief=cast.person("chief", Role.CHIEF),
        leader=cast.leader(),
        unit=cast.officer(),
        yujing=cast.officer(cast.YUJING),
        helper=cast.officer(cast.MAYING),
    )


# what units ask to be coordinated


def raise_matter(w):
    typed = {"kind": "power", "text": "变压器要增容", "about": "文化广场"}
    return Case(w.yujing, "/matters/raise/", typed=typed)


def of_matter(w, verb, *steps, changes, **typed):
    """A verb of a matter to which these steps were done, and what others do to it meanwhile."""
    found = made_by.course_of(w, *steps)
    who = getattr(w, made_by.COURSE[verb])
    page = f"/matters/{found.pk}/"
    case = Case(who, page, f"{page}{verb}/", {"text": "请办", **typed})
    case.changes = lambda: [made_by.step_of(w, found, step) for step in changes]
    return case


def hand_matter(w):
    to = {"solver": cast.DAIYUE, "answer_by": str(DUE)}
    return of_matter(w, "hand", changes=("hand", "take_back"), **to)


def take_back_matter(w):
    return of_matter(w, "take_back", "hand", changes=("take_back", "hand"))


def urge_matter(w):
    typed = {"answer_by": "2025-05-20"}
    case = of_matter(w, "urge", "hand", changes=("respond", "reopen"), **typed)
    case.at = at(date(2025, 5, 12), 12)
    return case


def reply_matter(w):
    return of_matter(w, "reply", changes=("hand", "take_back"))


def respond_matter(w):
    return of_matter(w, "respond", "hand", changes=("take_back", "hand"))


def agree_matter(w):
    return of_matter(w, "agree", "hand", "respond", changes=("reopen", "respond"))


def reopen_matter(w):
    return of_matter(w, "reopen", "hand", "respond", changes=("reopen", "respond"))


def withdraw_matter(w):
    return of_matter(w, "withdraw", "hand", changes=("take_back", "hand"))


# field checks


def draw_check(w):
    checks.a_site(w.unit, w.drafter)
    typed = {"held_on": "2025-04-18", "number": 1, "by": "sites", "people": "王伟\n李强"}
    typed["seed"] = checks.SEED
    return Case(w.drafter, "/checks/rounds/new/", typed=typed)


def of_visit(w, verb, typed, files=None):
    """A verb of a visit, at which somebody else puts the result down meanwhile."""
    found = checks.a_visit(w.unit, w.drafter)
    page = f"/checks/visits/{found.pk}/"
    case = Case(w.drafter, page, f"{page}{verb}/", typed, files or {})
    case.changes = lambda: visiting.endanger(w.colleague, found, "general", "没有灭火器", DUE)
    return case


def attach_check(w):
    return of_visit(w, "attach", {"note": "东侧"}, {"file": ("现场.jpg", snapshots.taken())})


def endanger_check(w):
    return of_visit(w, "endanger", {"kind": "grave", "text": "门锁坏", "mend_by": str(DUE)})


def record_check(w):
    return of_visit(w, "record", {"dc": 4, "dc_out": 0, "ac": 0, "ac_out": 0})


def of_finding(w, verb, who, *steps, changes=(), typed=None):
    """A verb of what was found, to which these steps were done, and what others do meanwhile."""
    state = FindingState.ANSWERED if steps else FindingState.OPEN
    found = checks.a_finding(w.unit, w.drafter, w.colleague, state)
    page = f"/checks/{found.pk}/"
    case = Case(who, page, f"{page}{verb}/", typed or {})
    case.changes = lambda: [
        judging.move(w.unit if step == "respond" else w.chief, step, found, "请看")
        for step in changes
    ]
    return case


def respond_finding(w):
    changes, typed = ("respond", "insist"), {"text": "已拆走"}
    return of_finding(w, "respond", w.unit, changes=changes, typed=typed)


def insist_finding(w):
    changes, typed = ("insist", "respond"), {"text": "请更正台账"}
    return of_finding(w, "insist", w.colleague, "respond", changes=changes, typed=typed)


def urge_finding(w):
    typed = {"text": "请答复", "reply_by": "2025-05-20"}
    case = of_finding(w, "urge", w.colleague, changes=("respond", "insist"), typed=typed)
    change, earlier = case.changes, at(date(2025, 4, 21), 12)  # past its day again by then

    def answered_and_insisted():
        with clock.at(earlier):
            change()

    case.changes, case.at = answered_and_insisted, at(date(2025, 5, 12), 12)
    return case


def amended(w, dc):
    """The result put right by who was not there, while another puts it right too."""
    visit = checks.a_finding(w.unit, w.drafter, w.colleague).visit
    page = f"/checks/visits/{visit.pk}/"
    typed = {"dc": dc, "dc_out": 0, "ac": 0, "ac_out": 0, "reason": "数错了"}
    case = Case(w.colleague, page, f"{page}amend/", typed)
    found = visiting.Found(dc=5, dc_out=0, ac=0, ac_out=0)
    case.changes = lambda: visiting.amend(w.chief, visit, found, "再数")
    return case


def amend_check(w):
    return amended(w, 3)


def withdraw_finding(w):
    """It follows from the result's correction."""
    return amended(w, 6)


def close_out_finding(w):
    return of_finding(w, "close_out", w.colleague, "respond", changes=("insist", "respond"))


# what the office announces


def write_announcement(w):
    typed = {"title": "请参加调度会", "text": "三楼会议室", "groups": ["every"]}
    files = {"file": SCAN}
    return Case(w.drafter, "/announcements/write/", typed=typed, files=files)


def of_announcement(w, verb, who, changes, *steps, says="", **typed):
    """A verb of an announcement to which these steps were done."""
    found = made_by.announced(w, *steps)
    page = f"/announcements/{found.pk}/"
    case = Case(who, page, f"{page}{verb}/", typed)
    case.changes, case.says = (lambda: changes(found)), says or case.says
    return case


def written_again(w):
    def change(found):
        announcing.rewrite(w.colleague, found, "改期", "另行通知", found.units.all())

    return change


def withdrawn(w):
    return lambda found: announcing.move(w.colleague, "withdraw", found, "改期了")


def rewrite_announcement(w):
    typed = {"title": "请参加会议", "text": "三楼会议室", "groups": ["every"]}
    return of_announcement(w, "rewrite", w.drafter, written_again(w), **typed)


def discard_announcement(w):
    return of_announcement(w, "discard", w.drafter, written_again(w))


def send_announcement(w):
    return of_announcement(w, "send", w.drafter, written_again(w))


def read_announcement(w):
    return of_announcement(w, "read", w.unit, withdrawn(w), "send", says="现在是“已撤回”")


def withdraw_announcement(w):
    gone = {"says": "现在是“已撤回”", "text": "改期了"}
    return of_announcement(w, "withdraw", w.drafter, withdrawn(w), "send", **gone)


# bulletins


def rewritten(w, bulletin):
    """A paragraph written by who drafted it."""
    whole = bulletin.whole
    body = [p.text for p in whole.body]
    body[2] = "全县进展顺利。"
    typed = {"title": whole.title, "addressees": whole.addressees, "copies": whole.copies}
    typed |= {"body": body, "attached": [str(n) for n, _ in enumerate(whole.attachments)]}
    drafting.write(w.drafter, bulletin, bulletin.revision, typed)


def back_and_forth(w, bulletin, by=""):
    """Taken back, a paragraph written, brought to where it was."""
    issuing.move(w.chief if by else w.drafter, by or "withdraw", bulletin, "核对")
    rewritten(w, bulletin)
    issuing.move(w.drafter, "propose", bulletin)
    if by:
        issuing.move(w.colleague, "pass", bulletin)


def of(bulletin, verb=""):
    return f"/bulletins/{bulletin.pk}/{verb}/" if verb else f"/bulletins/{bulletin.pk}/"


def propose_bulletin(w):
    found = drafted(w)
    return Case(w.drafter, of(found), of(found, "propose"), changes=lambda: rewritten(w, found))


def waiting(w, verb, who, **typed):
    found = proposed(w)
    return Case(who, of(found), of(found, verb), typed, changes=lambda: back_and_forth(w, found))


def withdraw_bulletin(w):
    return waiting(w, "withdraw", w.drafter)


def pass_bulletin(w):
    return waiting(w, "pass", w.colleague)


def return_bulletin(w):
    return waiting(w, "return", w.colleague, reason="核对第二段")


def issue_bulletin(w):
    found = made_by.reviewed(w)
    case = Case(w.chief, of(found), of(found, "issue"))
    case.changes = lambda: back_and_forth(w, found, "return")
    case.ticks = ("told",)
    return case


def draft_bulletin(w):
    typed = {"kind": "month", "month": "2025-03", "unit": "", "task": "", "road": ""}
    return Case(w.drafter, "/bulletins/", "/bulletins/draft/", typed)


def write_bulletin(w):
    found = drafted(w)
    whole = found.whole
    typed = {
        "title": "进展情况",
        "addressees": whole.addressees,
        "copies": whole.copies,
        "body": [p.text for p in whole.body],
        "attached": ["0"],
        "section": names(whole.body),
        **{
            f"column-{n}-{m}": table.heads
            for n, attachment in enumerate(whole.attachments)
            for m, table in enumerate(attachment.tables)
        },
    }
    return Case(w.colleague, of(found), typed=typed, changes=lambda: rewritten(w, found))


def number_bulletin(w):
    found = drafted(w)
    case = Case(w.colleague, of(found), of(found, "number"), {"serial": "6"})
    case.changes = lambda: issuing.give_number(w.drafter, found, "7")
    return case


def refresh_bulletin(w):
    found = drafted(w)
    made_by.six_more(w)
    return Case(w.colleague, of(found), of(found, "refresh"), changes=lambda: rewritten(w, found))


def correct_bulletin(w):
    was = make.sign(w.chief, made_by.reviewed(w))
    made_by.six_more(w)
    case = Case(w.drafter, of(was), of(was, "correct"))
    case.changes = lambda: drafting.correct(w.colleague, was)
    return case


def prove_bulletin(w):
    found = make.sign(w.chief, made_by.reviewed(w))
    return Case(w.unit, of(found), of(found, "prove"))


def discard_bulletin(w):
    found = drafted(w)
    return Case(w.colleague, of(found, "discard"), changes=lambda: rewritten(w, found))


def file_scan(w):
    found = make.sign(w.chief, made_by.reviewed(w))
    case = Case(w.drafter, of(found), of(found, "scan"), files={"scan": SCAN})
    case.changes = lambda: scans.file(w.colleague, found, SimpleUploadedFile(*SCAN))
    return case


def write_standing(w):
    typed = {"text-new": "全年还差{还差}", "kinds-new": ["month"], "position-new": "1"}
    case = Case(w.drafter, "/bulletins/standing/", typed={**typed, "in_force-new": "1"})
    row = standing.Row(None, "请抓紧", ("month",), 1, True)
    case.changes = lambda: standing.keep(w.colleague, make.county(), [row])
    return case


# what is said


def consult(w):
    found = drafted(w)
    return Case(w.drafter, of(found), of(found, "consult"), changes=lambda: rewritten(w, found))


def state(w):
    fair_naming.consult(w.drafter, made_by.naming_a_unit(w))
    found = Naming.objects.get()
    case = Case(w.yujing, f"/namings/{found.pk}/", typed={"statement": "已补报"})

    def other_words():
        found.text = "未报送的有：玉井镇、马营乡。"
        found.save()

    case.changes = other_words
    return case


def suggest(w):
    return Case(w.unit, "/suggestions/?from=/sites/", "/suggestions/", {"text": "功率看不懂"})


def answer(w):
    said = suggesting.suggest(w.unit, "/sites/", "功率看不懂")
    case = Case(w.drafter, "/suggestions/", f"/suggestions/{said.pk}/answer/", {"text": "铭牌上有"})
    case.changes = lambda: suggesting.reply(w.colleague, said, "看铭牌")
    case.says = "colleague已经答复过"
    return case


# leaders' words


def a_word(w, about=f"unit:{cast.DAIYUE}"):
    return instructions.instruct(w.leader, subjects.subject(w.leader, about), "为什么一台没有？")


def on_word(w, word, verb, **typed):
    page = f"/instructions/{word.pk}/"

    def there_and_back():
        """Taken into a notice that is dropped."""
        fields = {**taking_up.filled_in(word), "lead": word.unit}
        workflow.move(w.colleague, "drop", taking_up.take_up(w.colleague, word, **fields), "重复")

    return Case(w.drafter, page, f"{page}{verb}/", typed, changes=there_and_back)


def instruct_word(w):
    key = f"I33_u{cast.DAIYUE}_y_202503"
    case = Case(w.leader, f"/figures/{key}/", "/instructions/write/", {"text": "为什么慢？"})
    case.changes = lambda: made_by.six_more(w)
    return case


def take_up_word(w):
    said = {**made_by.SAID, "level": "blue", "due_on": str(DUE)}
    lead = w.unit.posts.get().unit_id
    return on_word(w, a_word(w), "take_up", **{**said, "lead": lead, "supports": []})


def join_word(w):
    found = opened(w)
    return on_word(w, a_word(w), "join", notice=found.pk)


def answer_word(w):
    return on_word(w, a_word(w), "answer", text="电网四月接入，五月投运")


def finish_word(w):
    """It follows from the notice's 销号."""
    found = after(w, "settle")
    taking_up.join(w.drafter, a_word(w), found)

    def settled_again():
        answered_again(w, found)
        done(w, found, "settle", "drafter")

    return moved(w, found, "close_out", "colleague", changes=settled_again)


def reopen_word(w):
    """It follows from the notice's 撤销."""
    found = after(w, "approve")
    taking_up.join(w.drafter, a_word(w), found)
    return moved(w, found, "drop", "chief", changes=lambda: raised(w, found))


# meetings


def a_meeting(w, day=None):
    return meetings.plan(w.drafter, day or clock.today())


def of_meeting(found, verb=""):
    return f"/meetings/{found.pk}/{verb}/" if verb else f"/meetings/{found.pk}/"


def elsewhere(w, found):
    meetings.rewrite(w.colleague, found, found.held_on, "五楼会议室")


def on_meeting(w, found, verb, changes=None, **typed):
    case = Case(w.drafter, of_meeting(found), of_meeting(found, verb), typed)
    case.changes = changes or (lambda: elsewhere(w, found))
    return case


def plan_meeting(w):
    typed = {"held_on": str(DUE), "place": "", "subject": ""}
    case = Case(w.drafter, "/meetings/new/", typed=typed)
    case.changes = lambda: a_meeting(w, DUE)
    case.says = "已经有一次调度会"
    return case


def rewrite_meeting(w):
    typed = {"held_on": str(DUE), "place": "三楼会议室", "subject": ""}
    return on_meeting(w, a_meeting(w), "rewrite", **typed)


def pack_meeting(w):
    return on_meeting(w, a_meeting(w), "pack")


def hold_meeting(w):
    return on_meeting(w, a_meeting(w), "hold")


def cancel_meeting(w):
    return on_meeting(w, a_meeting(w), "cancel", text="改期")


def held(w):
    return meetings.hold(w.drafter, a_meeting(w))


def minute_meeting(w):
    found = held(w)
    return on_meeting(w, found, "minute", lambda: minuted(w, found), text="县长主持")


def minuted(w, found):
    meetings.minute(w.colleague, found, "主任主持")


def agreed(w, found, matter="六台桩四月通电"):
    lead = w.unit.posts.get().unit
    return agreeing.agree(w.drafter, found, matter=matter, lead=lead, due_on=DUE)


def agree(w):
    found, lead = held(w), w.unit.posts.get().unit_id
    typed = {"matter": "六台桩四月通电", "lead": lead, "due_on": str(DUE), "supports": []}
    return on_meeting(w, found, "agree", lambda: minuted(w, found), **typed, requirements="")


def propose_agreed(w):
    found = held(w)
    agreed(w, found)
    return on_meeting(w, found, "propose", lambda: agreed(w, found, "另一件"))


def sign_agreed(w):
    found = held(w)
    agreed(w, found)
    agreeing.move_all(w.drafter, "propose", found)
    case = Case(w.chief, of_meeting(found), of_meeting(found, "approve"))
    case.changes = lambda: agreed(w, found, "另一件")
    return case


# notices of supervision


def open_notice(w):
    typed = {"level": "blue", "lead": w.unit.posts.get().unit_id, "supports": []}
    typed |= {"matter": "进度滞后", "requirements": "赶上", "source": "调度", "due_on": str(DUE)}
    return Case(w.drafter, "/supervision/open/", typed=typed)


def moved(w, notice, verb, who, typed=None, files=None, changes=None, when=None):
    page = f"/supervision/{notice.pk}/"
    return Case(
        getattr(w, who),
        page,
        f"{page}{verb}/",
        {"text": "已办理", **(typed or {})},
        files or {},
        changes,
        at=at(when, 12) if when else None,
    )


def rewrite(w, notice):
    said = {**made_by.SAID, "matter": "岱岳镇进度严重滞后", "lead": notice.lead}
    workflow.rewrite(w.colleague, notice, supports=[], **said)


def rewrite_notice(w):
    found = opened(w)
    said = {**made_by.SAID, "level": "red", "due_on": str(LATER), "lead": found.lead_id}
    return moved(w, found, "rewrite", "drafter", said, changes=lambda: rewrite(w, found))


def propose_notice(w):
    found = opened(w)
    return moved(w, found, "propose", "drafter", changes=lambda: rewrite(w, found))


def returned(w, found):
    """Returned, written anew, proposed again."""
    done(w, found, "return", "chief")
    found.refresh_from_db()
    rewrite(w, found)
    done(w, found, "propose", "colleague")


def approve_notice(w):
    found = after(w, "propose")
    return moved(w, found, "approve", "chief", changes=lambda: returned(w, found))


def return_notice(w):
    found = after(w, "propose")
    return moved(w, found, "return", "chief", changes=lambda: returned(w, found))


def raised(w, found):
    done(w, found, "raise_level", "chief", LATER)


def drop_notice(w):
    found = after(w, "approve")
    return moved(w, found, "drop", "chief", changes=lambda: raised(w, found))


def acknowledge_notice(w):
    found = after(w, "approve")
    return moved(w, found, "acknowledge", "unit", changes=lambda: raised(w, found))


def respond_notice(w):
    found = after(w, "acknowledge")
    files = {"file": PHOTO}
    return moved(w, found, "respond", "unit", files=files, changes=lambda: raised(w, found))


def ask_extension_notice(w):
    found, later = after(w, "acknowledge"), {"due_on": "2025-05-20"}
    return moved(w, found, "ask_extension", "unit", later, changes=lambda: raised(w, found))


def asked(w):
    return done(w, after(w, "acknowledge"), "ask_extension", "unit", LATER)


def asks_for_more(w, found):
    done(w, found, "ask_extension", "unit", date(2025, 5, 20))


def extend_notice(w):
    found = asked(w)
    return moved(w, found, "extend", "chief", changes=lambda: asks_for_more(w, found))


def refuse_extension_notice(w):
    found = asked(w)
    return moved(w, found, "refuse_extension", "chief", changes=lambda: asks_for_more(w, found))


def assist_notice(w):
    found = after(w, "acknowledge")
    return moved(w, found, "assist", "helper", changes=lambda: raised(w, found))


def raise_level_notice(w):
    found, later = after(w, "acknowledge"), {"due_on": str(LATER)}
    return moved(w, found, "raise_level", "chief", later, changes=lambda: helped(w, found))


def helped(w, found):
    done(w, found, "assist", "helper")


def late(w, verb, who, *before):
    found = made_by.late(w, *before)
    return moved(w, found, verb, who, changes=lambda: helped(w, found), when=LONG_AFTER)


def criticise_notice(w):
    return late(w, "criticise", "chief")


def suggest_talk_notice(w):
    return late(w, "suggest_talk", "chief", "criticise")


def agree_talk_notice(w):
    return late(w, "agree_talk", "leader", "criticise", "suggest_talk")


def decline_talk_notice(w):
    return late(w, "decline_talk", "leader", "criticise", "suggest_talk")


def answered_again(w, found):
    done(w, found, "send_back", "colleague")
    done(w, found, "respond", "unit")


def send_back_notice(w):
    found = after(w, "respond")
    return moved(w, found, "send_back", "drafter", changes=lambda: answered_again(w, found))


def settle_notice(w):
    found = after(w, "respond")
    return moved(w, found, "settle", "drafter", changes=lambda: answered_again(w, found))


def close_out_notice(w):
    found = after(w, "settle")

    def settled_again():
        answered_again(w, found)
        done(w, found, "settle", "drafter")

    return moved(w, found, "close_out", "colleague", changes=settled_again)


def archive_notice(w):
    return moved(w, after(w, "close_out"), "archive", "drafter")
