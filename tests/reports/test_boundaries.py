"""Where an instant, a day or a role decides: each boundary from both sides."""

from datetime import date, datetime, timedelta

import pytest

from ledger.models import Ledger, LineKind, Submission
from ledger.returns import drafting as lines
from ledger.returns import workflow
from reports import rules
from reports.bulletins import drafting, fair_naming
from reports.documents.kinds import MONTH
from reports.figures.burden import measured
from reports.figures.reading import read
from reports.models import Naming, SupervisionNotice
from reports.supervision import workflow as supervision
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Plan, Post, Ruling, Unit
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH = Month(2025, 2), Month(2025, 3)
MOMENT = timedelta(microseconds=1)
PHONE = "13800001234"


@pytest.fixture
def standing_clock(monkeypatch):
    """A clock that stands still where it is set."""

    def stand(instant):
        monkeypatch.setattr(clock, "now", lambda: instant)

    return stand


@pytest.fixture
def naming(april):
    """玉井镇 is going to be named, and may say something until midnight."""
    bulletin = drafting.draft(cast.office(), read(FEBRUARY), MONTH)
    return Naming.objects.create(
        bulletin=bulletin,
        unit=Unit.objects.get(code=cast.YUJING),
        text="玉井镇滞后。",
        told_at=clock.now(),
        answer_by=datetime(2025, 4, 8, tzinfo=clock.ZONE),
    )


@pytest.mark.parametrize(
    ("past", "is_open"), [(-MOMENT, True), (0 * MOMENT, False), (MOMENT, False)]
)
def test_the_window_closes_at_midnight_and_the_instant_itself_is_outside(
    naming, standing_clock, past, is_open
):
    user = cast.officer(cast.YUJING)
    standing_clock(naming.answer_by + past)
    assert bool(rules.can_state(user, naming)) is is_open
    assert fair_naming.open_for([naming.unit]) == ([naming] if is_open else [])
    assert len(fair_naming.reminders_due()) == is_open
    waiting = [told for told in fair_naming.warnings(naming.bulletin) if "说明期还没有结束" in told]
    assert len(waiting) == is_open
    if is_open:
        assert fair_naming.state(user, naming, "赶上了").stated_at == naming.answer_by + past
    else:
        with pytest.raises(Refused, match="已经过了"):
            fair_naming.state(user, naming, "晚了")


def test_a_day_knows_what_was_posted_and_ruled_before_its_midnight(april, standing_clock):
    officer, office = cast.officer(), cast.office()
    submission = make.handed_in(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    workflow.begin_review(office, submission)
    submission.refresh_from_db()
    midnight = datetime(2025, 4, 4, tzinfo=clock.ZONE)
    standing_clock(midnight)
    workflow.approve(office, submission)
    for subject, at in (("slow_within", midnight - MOMENT), ("pace", midnight)):
        Ruling.objects.create(
            subject=subject,
            value={"answer": 10},
            in_force_on=date(2025, 1, 1),
            document_no="t",
            recorded_by="t",
            recorded_at=at,
        )
    before, after = (read(MARCH, day=date(2025, 4, day)) for day in (3, 4))
    assert [reading.figure("I01").value for reading in (before, after)] == [0, 6]
    assert [sorted(reading.basis.rulings) for reading in (before, after)] == [
        ["slow_within"],
        ["pace", "slow_within"],
    ]


@pytest.mark.parametrize(
    ("through", "is_closed"),
    [
        (None, False),
        (date(2024, 12, 31), False),
        (date(2025, 12, 30), False),
        (date(2025, 12, 31), True),
        (date(2026, 12, 31), True),
    ],
)
def test_a_year_is_closed_when_its_last_day_is(client, april, through, is_closed):
    Ledger.objects.update(closed_through=through)
    client.force_login(cast.office())
    assert client.get("/years/2025/").context["closed"] is is_closed


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.OFFICE, Role.CHIEF])
def test_phones_are_shown_to_those_who_see_all_units_and_to_no_officer(client, april, role):
    speaker = cast.officer()
    speaker.phone = PHONE
    speaker.save()
    reader = cast.person("reader", role, cast.DAIYUE if role == Role.OFFICER else None)
    client.force_login(reader)
    pages = ("/", f"/units/{cast.DAIYUE}/", "/supervision/", "/search/?q=岱岳", "/timeliness/")
    shown = [path for path in pages if PHONE in client.get(path, follow=True).content.decode()]
    assert shown == ([] if role == Role.OFFICER else [f"/units/{cast.DAIYUE}/"])


def test_what_a_unit_had_to_fill_in_is_counted_from_its_second_version(april):
    officer, office = cast.officer(), cast.office()
    submission = make.handed_in(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    workflow.begin_review(office, submission)
    submission.refresh_from_db()
    workflow.send_back(office, submission, "还有一处没有报")
    submission.refresh_from_db()
    typed = make.new_piles(site_name="人民广场充电站")
    lines.put_line(officer, submission, LineKind.ADDED, lines.new_key(), typed)
    workflow.submit(officer, submission, submission.current.key)
    assert measured(Plan.objects.get(), make.county(), MARCH)[0].period.month == Month(2025, 2)
    with make.at(cast.MARCH_DUE):
        cost = measured(Plan.objects.get(), make.county(), MARCH)[0]
    assert Submission.objects.get().versions.count() == 2
    assert (cost.handed_in, cost.fields, cost.papers["退回重报"]) == (1, 16, 1)


def test_who_spoke_for_a_unit_until_yesterday_sees_nothing_of_it_today(client, naming):
    user, office = cast.officer(cast.YUJING), cast.person("colleague", Role.OFFICE)
    chief = cast.person("chief", Role.CHIEF)
    notice = supervision.open_notice(
        office,
        county=make.county(),
        level="blue",
        topic="progress",
        matter="玉井镇进度滞后",
        requirements="赶上",
        source="规则",
        lead=naming.unit,
        due_on=date(2025, 4, 18),
    )
    supervision.move(office, "propose", notice)
    supervision.move(chief, "approve", notice)
    paths = (f"/namings/{naming.pk}/", f"/supervision/{notice.pk}/", "/places/")
    client.force_login(user)
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]
    Post.objects.filter(user=user).update(ends_on=cast.APRIL_2)  # today is the last day
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]
    Post.objects.filter(user=user).update(ends_on=cast.APRIL_2 - timedelta(days=1))
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert list(Naming.objects.visible_to(user, cast.APRIL_2)) == []
    assert list(SupervisionNotice.objects.visible_to(user, cast.APRIL_2)) == []
    assert not rules.can_state(user, naming) and not rules.can_answer(user, notice)
    sheet = client.get(f"/sheets/units/{cast.YUJING}/2025-03/")
    assert sheet.status_code == 404
    assert client.get("/").context["duties"] == client.get("/").context["strips"] == []
