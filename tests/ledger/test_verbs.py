"""Each verb of the ledger, done once through its function: one event of it, about the right thing,
that says what was before and what is after."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger import verbs
from ledger.datum import GCJ02
from ledger.deadlines import in_text
from ledger.models import Entry, Kind, Ledger, LineKind, Period, Reminder, Site, Submission
from ledger.periods import books, closing, ending, holidays
from ledger.reminders import sending
from ledger.returns import (
    drafting,
    evidence,
    lists,
    more_time,
    paper,
    redating,
    taken_back,
    uploads,
    workflow,
)
from ledger.returns.seen import NOTHING
from ledger.sites import points, registers, telling_apart
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from targets.models import Area, AreaKind, Plan, Post, Unit
from targets.months import Month
from tests import cast, make
from tests.demo.when import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)
PILES = [(LineKind.ADDED, make.new_piles())]
HERE = "112.816800, 39.520400"
MEND_BY = "2025-04-09T00:00:00+08:00"  # three working days after 2 April, the 4th being a holiday
VERBS = (verbs.RETURN, verbs.BESIDE_RETURNS, verbs.PERIODS, verbs.SITES)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return SimpleNamespace(
        officer=cast.officer(),
        office=cast.office(),
        chief=cast.person("chief", Role.CHIEF),
        unit=Unit.objects.get(code=cast.DAIYUE),
        march=make.period(MARCH),
    )


def scan():
    return SimpleUploadedFile("扫描件.pdf", b"%PDF-1.7 a scan")


def checker(world):
    user = cast.person("checker", Role.OFFICER)
    Post.objects.create(user=user, unit=world.unit, starts_on=date(2024, 1, 1), checks=True)
    return user


def write_line(world):
    def keep(line_id=None, **typed):
        told = {**make.new_piles(), **typed}
        return drafting.put_line(world.officer, draft, LineKind.ADDED, "k" * 43, told, line_id)

    draft = make.draft(world.officer, MARCH)
    half = keep(dc="")
    assert not Event.objects.filter(verb="write_line").exists()  # it is nobody's statement yet
    keep(half.pk)
    yield lambda: keep(half.pk, dc="7", connectors="14")
    place = "岱岳镇南大道村 文化广场充电站（新站点，村（社区）公共场所）："
    rest = "总功率360千瓦，2025-03-18投运，计入岱岳镇"
    was = {"line": f"{place}新增公共直流桩6台，充电枪12个，{rest}"}
    yield draft, was, {"line": f"{place}新增公共直流桩7台，充电枪14个，{rest}"}


def hand_over(world):
    checker(world)
    draft = make.draft(world.officer, MARCH, lines=PILES)
    yield lambda: workflow.hand_over(world.officer, draft, draft.current.key)
    yield draft, {"state": "draft"}, {"state": "checking"}


def hand_back(world):
    checks = checker(world)
    draft = make.draft(world.officer, MARCH, lines=PILES)
    workflow.hand_over(world.officer, draft, draft.current.key)
    yield lambda: workflow.hand_back(checks, draft, "请核对")
    yield draft, {"state": "checking"}, {"state": "draft"}


def submit(world):
    draft = make.draft(world.officer, MARCH, lines=PILES)
    yield lambda: workflow.submit(world.officer, draft, draft.current.key)
    yield draft, {"state": "draft", "late": None}, {"state": "submitted", "late": False}


def withdraw(world):
    handed_in = make.handed_in(world.officer, MARCH)
    yield lambda: workflow.withdraw(world.officer, handed_in)
    yield (
        handed_in,
        {"state": "submitted", "late": False, "version": 1},
        {"state": "draft", "late": None, "version": 2},
    )


def begin_review(world):
    handed_in = make.handed_in(world.officer, MARCH)
    yield lambda: workflow.begin_review(world.office, handed_in)
    yield handed_in, {"state": "submitted"}, {"state": "in_review"}


def approve(world):
    handed_in = make.handed_in(world.officer, MARCH)
    workflow.begin_review(world.office, handed_in)
    yield lambda: workflow.approve(world.office, handed_in)
    yield handed_in, {"state": "in_review"}, {"state": "approved"}


def send_back(world):
    handed_in = make.handed_in(world.officer, MARCH)
    workflow.begin_review(world.office, handed_in)
    yield lambda: workflow.send_back(world.office, handed_in, "请核对枪数")
    yield (
        handed_in,
        {"state": "in_review", "mend_by": None, "version": 1},
        {"state": "sent_back", "mend_by": MEND_BY, "version": 2},
    )


def drop(world):
    listed = make.draft(world.officer, MARCH, lines=PILES, kind=Kind.LIST)
    yield lambda: workflow.drop(world.officer, listed)
    yield listed, {"state": "draft"}, {"state": "dropped"}


def take_back(world):
    listed = make.handed_in(world.officer, MARCH, lines=PILES, kind=Kind.LIST)
    yield lambda: workflow.take_back(world.officer, listed, "来了新的")
    yield (
        listed,
        {"state": "submitted"},
        {"state": "dropped"},
    )


def take_back_list(world):
    kept = uploads.keep_list(world.officer, [world.unit], b"x", "清单.xlsx", [], "台账")
    groups = {(world.march, world.unit): [(LineKind.ADDED, make.new_piles(), {})]}
    lists.hand_in(world.officer, kept, groups, entering=False)
    yield lambda: taken_back.take_back(world.officer, kept, "来了新的")
    yield kept, None, None


def throw_away_list(world):
    kept = uploads.keep_list(world.officer, [world.unit], b"x", "清单.xlsx", [], "台账")
    told = {"name": kept.name, "sha256": kept.sha256, "note": "台账"}
    yield lambda: uploads.throw_away(world.officer, kept)
    yield kept, told, None


def undo(world):
    approved = make.approved(world.officer, world.office, MARCH)
    yield lambda: workflow.undo(world.office, approved, "审错了")
    yield approved, {"state": "approved"}, {"state": "in_review"}


def enter(world):
    yield lambda: paper.enter(world.office, world.march, world.unit, "停电")
    yield (
        Submission.objects.get(),
        {"paper_reason": ""},
        {
            "paper_reason": "停电",
            "received_on": "2025-04-02",
        },
    )


def release(world):
    entered = paper.enter(world.office, world.march, world.unit, "停电")
    yield lambda: paper.release(world.office, entered)
    yield entered, {"paper_reason": "停电"}, {"paper_reason": ""}


def confirm(world):
    entered = paper.enter(world.office, world.march, world.unit, "停电")
    evidence.attach(world.office, entered, scan())
    version = workflow.submit(world.office, entered, entered.current.key, nil=True)
    yield lambda: paper.confirm(world.officer, version)
    yield version, None, {"confirmed_by": world.officer.name}


def attach(world):
    draft = make.draft(world.officer, MARCH)
    yield lambda: evidence.attach(world.officer, draft, scan())
    made = draft.attachments.get()
    yield made, None, {"name": "扫描件.pdf", "sha256": made.sha256}


def remove_attachment(world):
    draft = make.draft(world.officer, MARCH)
    made = evidence.attach(world.officer, draft, scan())
    yield lambda: evidence.remove(world.officer, made)
    made.refresh_from_db()
    yield made, {"removed_at": None}, {"removed_at": in_text(made.removed_at)}


def upload(world):
    draft, kept = make.draft(world.officer, MARCH), []
    yield lambda: kept.append(
        uploads.keep_workbook(world.officer, draft, b"x", "三月.xlsx", [], True)
    )
    yield kept[0], None, {"name": "三月.xlsx", "sha256": kept[0].sha256}


def take_in(world):
    draft = make.draft(world.officer, MARCH)
    kept = uploads.keep_workbook(world.officer, draft, b"x", "三月.xlsx", [], True)
    rows = [(drafting.new_key(), LineKind.ADDED, make.new_piles(), {})]
    yield lambda: uploads.take_in(world.officer, draft, kept, rows, [], NOTHING)
    kept.refresh_from_db()
    yield kept, {"confirmed_at": None}, {"confirmed_at": in_text(kept.confirmed_at)}


def take_in_list(world):
    kept = uploads.keep_list(world.officer, [world.unit], b"x", "清单.xlsx", [], "台账")
    groups = {(world.march, world.unit): [(LineKind.ADDED, make.new_piles(), {})]}
    yield lambda: lists.hand_in(world.officer, kept, groups, entering=False)
    kept.refresh_from_db()
    yield kept, {"confirmed_at": None}, {"confirmed_at": in_text(kept.confirmed_at)}


def open_ledger(world):
    other = Area.objects.create(
        code="140699", name="邻县", short_name="邻县", kind=AreaKind.COUNTY, position=99
    )
    yield lambda: books.open_ledger(Plan.objects.get(), other, Month(2025, 1), "系统")
    after = {
        "opened_on": "2023-12-31",
        "first_month": "2025-01",
        "live_from": "2025-04-02",
        "baseline": 188,
    }
    yield Ledger.objects.get(county=other), None, after


def open_period(world):
    def act():
        with make.at(date(2025, 4, 25)):
            books.open_periods(Ledger.objects.get(), "系统")

    yield act
    after = {
        "starts_on": "2025-04-01",
        "ends_on": "2025-04-30",
        "due_at": "2025-05-07T00:00:00+08:00",
        "lock_at": "2025-06-01T00:00:00+08:00",
    }
    yield Period.objects.get(starts_on="2025-04-01"), None, after


def admit(world):
    piles = make.new_piles(on="2024-12-30", explanation="漏报")
    handed_in = make.handed_in(world.officer, MARCH, lines=[(LineKind.ADDED, piles)])
    Ledger.objects.update(closed_through=date(2024, 12, 31))
    workflow.begin_review(world.office, handed_in)
    yield lambda: workflow.admit(world.chief, handed_in, "专班会议纪要〔2025〕3号")
    yield handed_in, {"state": "in_review"}, {"state": "approved"}


def restamp(world):
    with make.at(date(2025, 4, 20)):
        late = make.handed_in(world.officer, MARCH)
    assert late.late

    def act():
        with make.at(date(2025, 4, 20)):
            more_time.extend(world.office, world.march, at(date(2025, 4, 22), 0), "停机")

    yield act
    yield late, {"late": True}, {"late": False}


def extend(world):
    yield lambda: more_time.extend(world.office, world.march, at(date(2025, 5, 3), 0), "停机")
    yield (
        world.march,
        {"due_at": "2025-04-08T00:00:00+08:00", "lock_at": "2025-05-01T00:00:00+08:00"},
        {"due_at": "2025-05-03T00:00:00+08:00", "lock_at": "2025-05-03T00:00:00+08:00"},
    )


def redate(world):
    holidays.enter(world.chief, make.notice(2025, make.QINGMING), "通知")
    yield lambda: redating.redate(world.office, "通知")
    yield (
        world.march,
        {"due_at": "2025-04-08T00:00:00+08:00", "lock_at": "2025-05-01T00:00:00+08:00"},
        {"due_at": "2025-04-10T00:00:00+08:00", "lock_at": "2025-05-01T00:00:00+08:00"},
    )


def grant(world):
    february = make.period(Month(2025, 2))
    until = at(date(2025, 4, 10), 0)
    yield lambda: more_time.grant(world.office, february, world.unit, "系统故障", until)
    after = {"unit": "岱岳镇", "expires_at": "2025-04-10T00:00:00+08:00"}
    yield february.grants.get(), None, after


def close_year(world):
    yield lambda: closing.close_year(world.chief, Ledger.objects.get(), 2024)
    yield Ledger.objects.get(), {"closed_through": None}, {"closed_through": "2024-12-31"}


def end_plan(world):
    plan = Plan.objects.get()
    plan.ends_on = date(2025, 2, 28)  # its last month is locked
    plan.save()
    on = date(2025, 3, 31)
    yield lambda: ending.end_plan(world.chief, plan, on, "专班〔2025〕9号", False)
    after = {"ended_on": "2025-03-31", "document_no": "专班〔2025〕9号", "months_go_on": False}
    yield plan, {"ended_on": None}, after


def remind(world):
    yield lambda: sending.urge(world.office, world.march)
    names = [reminder.unit.name for reminder in Reminder.objects.order_by("pk")]
    assert len(names) == 35
    yield world.march, None, {"units": names}


def site(world):
    make.approved(world.officer, world.office, MARCH)
    return Site.objects.get()


def rename_site(world):
    found = site(world)
    yield lambda: registers.rename(world.office, found, "人民公园充电站", "挂牌更名")
    found.refresh_from_db()
    yield found, {"name": "文化广场充电站"}, {"name": "人民公园充电站"}


def merge_site(world):
    into = site(world)
    other = Site.objects.create(
        county=into.county, name="文化广场站", kind=into.kind, area=into.area, keeper=into.keeper
    )
    yield lambda: registers.merge(world.office, other, into, "同一处", same_piles=False)
    after = {"merged_into": into.pk, "merged_on": "2025-04-02", "same_piles": False}
    yield other, {"merged_into": None}, after


def declare_station(world):
    found = site(world)
    yield lambda: registers.declare(world.officer, found, True, date(2025, 4, 1))
    yield found, {"station": None}, {"station": True, "on": "2025-04-01"}


def place_site(world):
    found = site(world)
    Site.objects.update(kind="station")  # as they came when that still was a sort of place
    yield lambda: registers.place(world.officer, found, "car_park")
    yield found, {"kind": "station"}, {"kind": "car_park"}


def tell_apart(world):
    found = site(world)
    old = Entry.objects.get(measure="public_dc_pile")
    old.pk, old.number, old.value, old.cause = None, 900, -2, "removed"
    old.save()
    yield lambda: telling_apart.tell_apart(world.officer, found, old.line_id, "stopped")
    said = {"line": old.line_id}
    yield found, {**said, "cause": "removed"}, {**said, "cause": "stopped"}


def locate(world):
    found = site(world)
    points.record(world.officer, found, "112.810000, 39.520000", GCJ02)
    yield lambda: points.record(world.office, found, HERE, GCJ02)
    yield (
        found.points.last(),
        {"longitude": "112.810000", "latitude": "39.520000", "datum": GCJ02},
        {"longitude": "112.816800", "latitude": "39.520400", "datum": GCJ02},
    )


@pytest.mark.parametrize("verb", [verb.name for kind in VERBS for verb in kind])
def test_a_verb_is_journalled_once_with_what_it_changed(world, verb):
    steps = globals()[verb](world)
    act, known = next(steps), set(Event.objects.values_list("pk", flat=True))
    act()
    subject, before, after = next(steps)
    event = Event.objects.exclude(pk__in=known).get(verb=verb)
    assert (event.object_type, event.object_key) == (subject._meta.label_lower, str(subject.pk))
    assert (event.before, event.after) == (before, after)
