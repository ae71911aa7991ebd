"""One press for each verb of accounts, plan and ledger, with what may change under it."""

from binascii import unhexlify
from datetime import date
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django_otp.oath import totp

from ledger.datum import GCJ02
from ledger.lines import Scope
from ledger.models import Entry, Ledger, LineKind, Site, Submission
from ledger.periods import closing, holidays
from ledger.returns import (
    corrections,
    drafting,
    evidence,
    lists,
    more_time,
    paper,
    uploads,
    workflow,
)
from ledger.sites import points, registers
from ledger.workbooks import pasted
from shanyin_charging import clock
from shanyin_charging.accounts import people, second
from shanyin_charging.accounts.models import Role
from targets.models import Plan, Post, Unit
from targets.months import Month
from targets.plan import cells, queries
from targets.rulings import changes as naming
from targets.rulings import enacting, posts, stating
from tests import cast, make
from tests.demo.when import at
from tests.ledger.pages.test_lists import read, sheet
from tests.ledger.pages.test_lists import row as listed
from tests.ledger.workbooks.test_comparing import ROW
from tests.once.pressing_twice import Case
from tests.targets.plan.books import NEXT_BOOK, SHIPPED_BOOK

FEBRUARY, MARCH = Month(2025, 2), Month(2025, 3)
PILES = [(LineKind.ADDED, make.new_piles())]
ON, DOCUMENT = "2025-04-01", "专班〔2025〕9号"
SCAN = ("扫描件.pdf", b"%PDF-1.7 a scan")
SURE = {"sure": "1"}  # what the page that asks sends along
APP = "0123456789abcdef0123456789abcdef01234567"
PASSWORD, NEW = cast.PASSWORD, "another long password 7"


def world():
    return SimpleNamespace(
        officer=cast.officer(),
        yujing=cast.officer(cast.YUJING),
        office=cast.office(),
        second=cast.person("second", Role.OFFICE),
        chief=cast.person("chief", Role.CHIEF),
        admin=cast.administrator(),
        unit=Unit.objects.get(code=cast.DAIYUE),
        march=make.period(MARCH),
        february=make.period(FEBRUARY),
    )


def scan():
    return SimpleUploadedFile(*SCAN)


def of(submission, verb=""):
    """The address of a return, or of a verb of it."""
    return f"/submissions/{submission.pk}/{verb}/" if verb else f"/submissions/{submission.pk}/"


def own(w, page="", unit=cast.DAIYUE):
    return f"/returns/{w.march.pk}/{unit}/{page}"


# accounts and the plan


def sign_in(w):
    return Case(None, "/sign-in/", typed={"username": w.officer.username, "password": PASSWORD})


def change_password(w):
    typed = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    case = Case(w.officer, "/password/", typed=typed)
    case.changes = lambda: people.change_password(w.officer, "yet another password 9")
    case.says = ""  # the old password is not it any more: shown at its field
    return case


class WithTheApp(Case):
    """A press with the code that the app shows of the key on the page."""

    def form(self, client):
        found = super().form(client)
        self.typed["code"] = f"{totp(unhexlify(client.session['second_key'])):06}"
        return found


def set_up_second(w):
    case = WithTheApp(w.officer, "/me/second/", typed={"code": ""})
    case.changes = lambda: with_codes(w)
    case.says = "已经设过动态口令"
    return case


def with_codes(w):
    second.set_up(w.officer, APP, f"{totp(unhexlify(APP)):06}")


def renew_second(w):
    with_codes(w)
    return Case(w.officer, "/me/second/", typed={"act": "renew", "password": PASSWORD})


def turn_off_second(w):
    with_codes(w)
    case = Case(w.officer, "/me/second/", typed={"act": "turn_off", "password": PASSWORD})
    case.changes = lambda: second.turn_off(w.officer, w.officer)
    case.says = "没有设动态口令"
    return case


def change_contact(w):
    case = Case(w.officer, "/me/", typed={"phone": "0349-7070002", "mobile": "", "email": ""})
    case.changes = lambda: people.change_contact(w.officer, phone="1", mobile="", email="")
    return case


def create_account(w):
    typed = {"username": "daiyue02", "name": "新人", "role": "officer", "unit": w.unit.pk}
    typed |= {"phone": "", "mobile": "", "email": ""}
    case = Case(w.admin, "/people/", typed=typed)
    case.changes = lambda: people.create_account(w.admin, "daiyue02", "别人", Role.OFFICE)
    case.says = "账号“daiyue02”已有人用，请换一个"
    return case


def change_account(w):
    typed = {"name": "新名", "phone": "0349-7070003", "role": "officer"}
    return Case(
        w.admin,
        f"/people/{w.officer.pk}/",
        typed=typed,
        changes=lambda: people.reset_password(w.admin, w.officer),
    )


def account_reset(w):
    return Case(
        w.admin,
        f"/people/{w.officer.pk}/reset/",
        changes=lambda: people.reset_password(w.admin, w.officer),
    )


def account_toggle(w):
    return Case(
        w.admin,
        f"/people/{w.officer.pk}/active/",
        changes=lambda: people.reset_password(w.admin, w.officer),
    )


def give_post(w):
    market = Unit.objects.get(code="market")
    return Case(
        w.admin,
        f"/people/{w.officer.pk}/",
        f"/people/{w.officer.pk}/give/",
        {"unit": "grid"},
        changes=lambda: posts.give_post(w.admin, w.officer, market),
    )


def end_post(w):
    post, market = w.officer.posts.get(), Unit.objects.get(code="market")
    return Case(
        w.admin,
        f"/people/{w.officer.pk}/end/?post={post.pk}",
        changes=lambda: posts.give_post(w.admin, w.officer, market),
    )


def hand_over_post(w):
    post, market = w.officer.posts.get(), Unit.objects.get(code="market")
    return Case(
        w.admin,
        f"/people/{w.officer.pk}/posts/{post.pk}/",
        typed={"to": w.yujing.pk, "on": "2025-04-10"},
        changes=lambda: posts.give_post(w.admin, w.officer, market),
    )


def rule(w):
    typed = {"subject": "slow_within", "answer": "20", "in_force_on": ON, "document_no": DOCUMENT}
    typed |= SURE
    return Case(
        w.chief,
        "/plan/discrepancies/slow_within/",
        typed=typed,
        changes=lambda: make.ruled("slow_within", {"answer": 15}),
    )


def names(w, **typed):
    changed = Unit.objects.get(code="culture")
    return Case(
        w.chief,
        "/changes/",
        typed={"on": ON, "document_no": DOCUMENT, "name": "", "into": "", **typed, **SURE},
        changes=lambda: naming.rename(
            w.chief, changed, "县文化和旅游事务局", date(2025, 4, 1), DOCUMENT
        ),
    )


def state_office(w):
    head = queries.letterhead()
    told = {name: getattr(head, name) for name in stating.STATED}
    typed = {**told, "telephone": "0349-7070000", "on": ON}
    case = Case(w.chief, "/setup/office/", typed=typed)
    other = {**told, "telephone": "0349-7070001"}
    case.changes = lambda: stating.state(w.admin, other, clock.today())
    return case


def rename(w):
    return names(w, what="rename", thing="unit:market", name="县市场局")


def merge(w):
    return names(w, what="merge", thing="unit:market", into="unit:education")


def brought(w, content):
    """The examined page of a workbook."""
    made = enacting.bring(w.chief, "方案.xlsx", cells.sheets(content))
    return f"/plan/intake/{made.pk}/"


def bring_plan(w):
    return Case(w.chief, "/plan/intake/", files={"file": ("方案.xlsx", SHIPPED_BOOK)})


def enact_plan(w):
    return Case(
        w.chief,
        brought(w, NEXT_BOOK),
        typed={"in_force_on": "2026-01-01", "document_no": DOCUMENT, **SURE},
        changes=lambda: make.ruled("slow_within", {"answer": 15}),
    )


def correct_plan(w):
    return Case(
        w.chief,
        brought(w, SHIPPED_BOOK),
        typed={"document_no": DOCUMENT, **SURE},
        changes=lambda: make.ruled("slow_within", {"answer": 15}),
    )


# returns


def retyped(user, draft, **typed):
    """The draft's line typed anew."""
    line = draft.current.lines.get()
    changed = {**line.typed, "dc": "3", "connectors": "6", "power": "180", **typed}
    drafting.put_line(user, draft, line.kind, line.key, changed, line.pk)


def again(w, handed_in):
    """Taken back, one number changed, handed in again."""
    workflow.withdraw(w.officer, handed_in)
    retyped(w.officer, handed_in)
    workflow.submit(w.officer, handed_in, handed_in.current.key)


def checked(w):
    checker = cast.person("checker", Role.OFFICER)
    Post.objects.create(user=checker, unit=w.unit, starts_on=date(2024, 1, 1), checks=True)
    return checker


def hand_over(w):
    checked(w)
    draft = make.draft(w.officer, MARCH, lines=PILES)
    return Case(w.officer, own(w, "check/"), changes=lambda: retyped(w.officer, draft))


def hand_back(w):
    checker, draft = checked(w), make.draft(w.officer, MARCH, lines=PILES)
    workflow.hand_over(w.officer, draft, draft.current.key)

    def changes():
        workflow.hand_back(w.officer, draft)
        retyped(w.officer, draft)
        workflow.hand_over(w.officer, draft, draft.current.key)

    return Case(checker, of(draft), of(draft, "hand_back"), {"reason": "请核对"}, changes=changes)


def submit(w):
    draft = make.draft(w.officer, MARCH, lines=PILES)
    return Case(w.officer, own(w, "check/"), changes=lambda: retyped(w.officer, draft))


def withdraw(w):
    found = make.handed_in(w.officer, MARCH)
    return Case(w.officer, of(found), of(found, "withdraw"), changes=lambda: again(w, found))


def begin_review(w):
    found = make.handed_in(w.officer, MARCH)
    return Case(w.office, of(found), of(found, "begin_review"), changes=lambda: again(w, found))


def in_review(w):
    found = make.handed_in(w.officer, MARCH)
    workflow.begin_review(w.office, found)
    return found


def mended(w, found):
    """Sent back, one number changed, handed in again, taken up again."""
    workflow.send_back(w.second, found, "请核对")
    retyped(w.officer, found)
    workflow.submit(w.officer, found, found.current.key)
    workflow.begin_review(w.second, found)


def approve(w):
    found = in_review(w)
    return Case(w.office, of(found), of(found, "approve"), changes=lambda: mended(w, found))


def admit(w):
    piles = make.new_piles(on="2024-12-30", explanation="漏报")
    found = make.handed_in(w.officer, MARCH, lines=[(LineKind.ADDED, piles)])
    closing.close_year(w.chief, Ledger.objects.get(), 2024)
    workflow.begin_review(w.office, found)
    typed = {"reason": "会议纪要〔2025〕3号"}
    return Case(w.chief, of(found), of(found, "admit"), typed, changes=lambda: mended(w, found))


def send_back(w):
    found = in_review(w)
    typed = {"reason": ["核对枪数", ""], "about": [":", ":"]}
    to = of(found, "send_back")
    return Case(w.office, of(found), to, typed, changes=lambda: mended(w, found))


def approve_clean(w):
    """通过 of all that is clean, from the desk: no verb of its own."""
    found = make.handed_in(w.officer, MARCH)
    to = "/submissions/approve-clean/"
    return Case(w.office, "/", to, changes=lambda: again(w, found), ticks=("clean",))


def put_line(w):
    """A line of a return that is not begun yet."""
    typed = {**make.new_piles(), "kind": "added", "explanation": ""}
    return Case(w.officer, own(w), typed=typed)


def write_line(w):
    """Another number in a line of a draft."""
    draft = make.draft(w.officer, MARCH, lines=PILES)
    page = f"{own(w)}?line={draft.current.lines.get().pk}"
    typed = {**make.new_piles(dc="8", connectors="16"), "kind": "added", "explanation": ""}
    return Case(w.officer, page, own(w), typed, changes=lambda: retyped(w.officer, draft))


def remove_line(w):
    draft = make.draft(w.officer, MARCH, lines=PILES)
    page = f"{own(w)}?remove={draft.current.lines.get().pk}"
    return Case(w.officer, page, own(w), changes=lambda: retyped(w.officer, draft))


def take_in_twice(w):
    """The same block, previewed in two windows before there is a draft."""
    first, second = kept_workbook(w, replacing=False), kept_workbook(w, replacing=False)
    case = Case(w.officer, f"/uploads/{first.pk}/")

    def other_window():
        other = Case(w.officer, f"/uploads/{second.pk}/")
        client = other.client()
        other.press(client, other.form(client))

    case.changes = other_window
    return case


def corrected(w, found):
    entry = corrections.standing_entries(found.current.lines.get()).first()
    typed = [{"entry": str(entry.number), "value": "5", "reason": "误报一台"}]
    made = corrections.hand_in(w.officer, found, typed, drafting.new_key())
    workflow.begin_review(w.second, made)
    workflow.approve(w.second, made)


def correction_that_came_back(w):
    found = make.approved(w.officer, w.office, MARCH)
    entry = corrections.standing_entries(found.current.lines.get()).first()
    typed = [{"entry": str(entry.number), "value": "5", "reason": "误报一台"}]
    made = corrections.hand_in(w.officer, found, typed, drafting.new_key())
    workflow.begin_review(w.office, made)
    workflow.send_back(w.office, made, "请核对")
    made.refresh_from_db()
    return found, made


def correct_again(w):
    """A correction that came back, handed in from its own page."""
    found, made = correction_that_came_back(w)
    typed = {"value_2": "4", "value_3": "12", "value_4": "360", "reason": "误报两台"}
    page = f"/corrections/again/{made.pk}/"
    return Case(w.officer, page, typed=typed, changes=lambda: corrected(w, found))


def drop(w):
    _, made = correction_that_came_back(w)
    typed = [{"entry": made.current.lines.get().typed["entry"], "value": "3", "reason": "误报"}]
    case = Case(w.officer, f"/corrections/again/{made.pk}/", of(made, "drop"))

    def changes():
        corrections.hand_in_again(w.officer, made, typed)
        workflow.withdraw(w.officer, made)

    case.changes = changes
    return case


def undo(w):
    found = make.approved(w.officer, w.office, MARCH)
    return Case(
        w.office,
        of(found),
        of(found, "undo"),
        {"reason": "审错了"},
        changes=lambda: corrected(w, found),
    )


def enter(w):
    page = f"/board/{w.march.pk}/{cast.DAIYUE}/enter/"
    case = Case(w.office, page, typed={"reason": "停电", "received_on": "2025-04-01"})
    case.changes = lambda: paper.enter(w.second, w.march, w.unit, "来人送的")
    return case


def entered(w):
    found = paper.enter(w.office, w.march, w.unit, "停电")
    drafting.put_line(w.office, found, LineKind.ADDED, drafting.new_key(), make.new_piles())
    evidence.attach(w.office, found, scan())
    return found


def release(w):
    found = entered(w)
    to = of(found, "release")
    return Case(w.office, own(w), to, changes=lambda: retyped(w.second, found))


def confirm(w):
    found = entered(w)
    workflow.submit(w.office, found, found.current.key)

    def changes():
        another = SimpleUploadedFile("第2页.pdf", b"%PDF-1.7 another page")
        evidence.attach(w.office, found, another)

    return Case(w.officer, of(found), of(found, "confirm"), changes=changes)


def attach(w):
    make.draft(w.officer, MARCH, lines=PILES)
    return Case(w.officer, own(w), own(w, "attach/"), {"note": ""}, {"file": SCAN})


def remove_attachment(w):
    draft = make.draft(w.officer, MARCH, lines=PILES)
    made = evidence.attach(w.officer, draft, scan())
    case = Case(w.officer, own(w), f"/attachments/{made.pk}/", dict(SURE))
    case.changes = lambda: evidence.remove(w.officer, made)
    case.says = ""  # it is gone: its address is none any more
    return case


def upload(w):
    typed = {"kind": "added", "block": "\t".join(ROW)}
    return Case(w.officer, own(w), own(w, "upload/"), typed)


def kept_workbook(w, replacing=True):
    submission = Submission(period=w.march, unit=w.unit)
    sheets = pasted.sheets("\t".join(ROW), "added", Scope(submission))
    return uploads.keep_workbook(w.officer, submission, b"x", "三月.txt", sheets, replacing)


def take_in(w):
    kept = kept_workbook(w, replacing=False)
    return Case(
        w.officer,
        f"/uploads/{kept.pk}/",
        changes=lambda: make.draft(
            w.officer, MARCH, lines=[(LineKind.ADDED, make.new_piles(site_name="北站充电站"))]
        ),
    )


def take_in_list(w):
    kept = uploads.keep_list(w.office, None, b"x", "清单.xlsx", [sheet([listed()])], "台账")
    case = Case(w.office, f"/lists/{kept.pk}/", typed={"do": "write"})
    case.changes = lambda: same_list(w)
    case.says = "同样内容的清单已经补录过"
    return case


def same_list(w):
    """A colleague hands in a list of the same content."""
    other = uploads.keep_list(w.second, None, b"x", "清单.xlsx", [sheet([listed()])], "台账")
    found = read(listed(), note="台账")
    lists.hand_in(w.second, other, found.returns, entering=True)


def take_back_list(w):
    kept = uploads.keep_list(w.office, None, b"x", "清单.xlsx", [sheet([listed()])], "台账")
    lists.hand_in(w.office, kept, read(listed(), note="台账").returns, entering=True)
    case = Case(w.office, f"/lists/{kept.pk}/written/", typed={"reason": "来了新的"})
    case.changes = lambda: workflow.begin_review(w.second, Submission.objects.get(kind="list"))
    return case


def throw_away_list(w):
    kept = uploads.keep_list(w.office, None, b"x", "清单.xlsx", [sheet([listed()])], "台账")
    case = Case(w.office, "/lists/", typed={"throw": kept.pk})
    case.changes = lambda: uploads.throw_away(w.office, kept)
    case.says = "这份清单已经不在了"
    return case


take_back = take_back_list  # of each of its returns, by the same press


# periods and sites


def extend(w):
    page = f"/board/{w.march.pk}/extend/"
    case = Case(w.office, page, typed={"reason": "检修", "until": "2025-04-20"})
    case.changes = lambda: more_time.extend(w.second, w.march, at(date(2025, 4, 10), 0), "停机")
    return case


def redate(w):
    holidays.enter(w.chief, make.notice(2025, make.QINGMING), "通知")
    case = Case(w.office, "/calendar/2025/holidays/", typed={**SURE})
    later = make.notice(2025, (date(2025, 4, 5), date(2025, 4, 9)))
    case.changes = lambda: holidays.enter(w.chief, later, "通知")
    return case


def restamp(w):
    """It follows from more time for all, of each return that was late."""
    past_due = at(date(2025, 4, 20), 12)
    with clock.at(past_due):
        make.handed_in(w.officer, MARCH)
    page = f"/board/{w.march.pk}/extend/"
    case = Case(w.office, page, typed={"reason": "检修", "until": "2025-04-22"}, at=past_due)
    case.changes = lambda: more_time.extend(w.second, w.march, at(date(2025, 4, 21), 0), "停机")
    return case


def grant(w):
    page = f"/board/{w.february.pk}/{cast.DAIYUE}/grant/"
    case = Case(w.office, page, typed={"reason": "故障", "until": "2025-04-20"})
    until = at(date(2025, 4, 10), 0)
    case.changes = lambda: more_time.grant(w.second, w.february, w.unit, "故障", until)
    return case


def close_year(w):
    case = Case(w.chief, "/rules/", typed={"what": "close", "year": "2024", **SURE})
    case.changes = lambda: make.approved(w.officer, w.office, MARCH)
    return case


def end_plan(w):
    plan = Plan.objects.get()
    plan.ends_on = date(2025, 2, 28)  # its last month is locked
    plan.save()
    typed = {"in_force_on": "2025-03-31", "document_no": "专班〔2025〕9号", **SURE}
    case = Case(w.chief, f"/plan/{plan.code}/end/", typed=typed)
    case.changes = lambda: Plan.objects.update(ends_on=date(2025, 1, 31))
    return case


def remind(w):
    case = Case(w.office, f"/board/{w.march.pk}/remind/")
    case.changes = lambda: make.handed_in(w.officer, MARCH)
    return case


def site(w):
    make.approved(w.officer, w.office, MARCH)
    return Site.objects.get()


def rename_site(w):
    found = site(w)
    case = Case(w.office, f"/sites/{found.pk}/", typed={"name": "人民公园站", "reason": "挂牌"})
    case.changes = lambda: registers.rename(w.second, found, "文化站", "更名")
    return case


def merge_site(w):
    into = site(w)
    other = Site.objects.create(
        county=into.county, name="文化广场站", kind=into.kind, area=into.area, keeper=into.keeper
    )
    case = Case(
        w.office,
        f"/sites/{other.pk}/",
        typed={"into": into.pk, "reason": "同一处", "same_piles": "no", **SURE},
    )
    case.changes = lambda: registers.rename(w.second, other, "文化站", "更名")
    return case


def declare_station(w):
    found = site(w)
    case = Case(w.officer, f"/sites/{found.pk}/", typed={"station": "no", "since": "2025-04-02"})
    case.changes = lambda: registers.rename(w.office, found, "文化站", "更名")
    return case


def place_site(w):
    found = site(w)
    Site.objects.update(kind="station")
    case = Case(w.officer, f"/sites/{found.pk}/", typed={"place": "car_park"})
    case.changes = lambda: registers.rename(w.office, found, "文化站", "更名")
    return case


def tell_apart(w):
    found = site(w)
    old = Entry.objects.get(measure="public_dc_pile")
    old.pk, old.number, old.value, old.cause = None, 900, -2, "removed"
    old.save()
    Ledger.objects.update(last_number=900)
    typed = {"line": old.line_id, "said": "stopped"}
    case = Case(w.officer, f"/sites/{found.pk}/", typed=typed)
    case.changes = lambda: registers.rename(w.office, found, "文化站", "更名")
    return case


def locate(w):
    found = site(w)
    typed = {"point": "112.816800, 39.520400", "datum": GCJ02}
    case = Case(w.officer, f"/sites/{found.pk}/", typed=typed)
    case.changes = lambda: points.record(w.office, found, "112.810000, 39.520000", GCJ02)
    return case
