"""What reporting costs, counted by hand on small months."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.models import LineKind, Submission, Upload
from ledger.returns import evidence, paper, workflow
from reports.figures import charts
from reports.figures.burden import asked_for, measured
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from targets.models import Plan, Unit
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)


def march():
    return next(
        cost
        for cost in measured(Plan.objects.get(), make.county(), MARCH)
        if cost.period.month == MARCH
    )


def handed_in(unit, seconds, number=1, village=cast.DAIYUE_VILLAGE):
    """A return of so many lines, each with eight fields typed by hand, that took so long."""
    lines = [
        (LineKind.ADDED, make.new_piles(village=village, credited_to=unit, site_name=f"{n}号站"))
        for n in range(number)
    ]
    made = make.handed_in(cast.officer(unit), MARCH, unit=unit, lines=lines)
    Submission.objects.filter(pk=made.pk).update(seconds=seconds)
    return made


def test_a_month_that_nobody_reported_has_no_middle(march_due):
    cost = march()
    assert (cost.units, cost.handed_in, cost.fields, cost.most, cost.seconds, cost.timed) == (
        35,
        0,
        None,
        None,
        None,
        0,
    )
    assert (cost.papers, str(cost.each)) == (
        {"月报": 35, "年度结账": 0, "退回重报": 0, "督办单": 0},
        "1.0",
    )


def test_the_middle_and_the_longest_of_what_had_something_to_tell_and_nil_by_itself(march_due):
    handed_in(cast.DAIYUE, 240, number=2)
    handed_in(cast.YUJING, 90, village=cast.YUJING_SHUIQUAN)
    make.handed_in(cast.officer(cast.MAYING), MARCH, unit=cast.MAYING, lines=[])
    Submission.objects.filter(unit__code=cast.MAYING).update(seconds=12)
    cost = march()
    # site_name, site_kind, village, dc, ac, connectors, power, on: eight typed by hand in a line
    assert (cost.handed_in, cost.nil, cost.fields, cost.most) == (
        3,
        1,
        16,
        16,
    )  # of 8 and 16 the higher
    assert (cost.seconds, cost.nil_seconds, cost.timed) == (240, 12, 3)


def test_what_is_sent_back_is_one_more_paper(march_due):
    office, submission = cast.office(), handed_in(cast.DAIYUE, 240)
    workflow.begin_review(office, submission)
    submission.refresh_from_db()
    workflow.send_back(office, submission, "核对功率")
    cost = march()
    assert (cost.papers["退回重报"], str(cost.each)) == (1, "1.0")  # 36 papers of 35 units


def test_paper_is_in_no_median_and_a_spreadsheet_has_no_time(march_due):
    office, unit = cast.office(), Unit.objects.get(code=cast.MAYING)
    entered = paper.enter(office, make.period(MARCH), unit, "停电，交来纸质表")
    evidence.attach(office, entered, SimpleUploadedFile("原件.pdf", b"%PDF-1.4 scan"))
    workflow.submit(office, entered, entered.current.key, nil=True)
    handed_in(cast.DAIYUE, 240)
    Upload.objects.create(
        period=make.period(MARCH),
        unit=Unit.objects.get(code=cast.DAIYUE),
        name="表.xlsx",
        size=1,
        sha256="0",
        file=SimpleUploadedFile("t.xlsx", b"x"),
        sheets=[],
        uploaded_by=office,
        uploaded_at=clock.now(),
        confirmed_at=clock.now(),
        replacing=False,
    )
    cost = march()
    assert (cost.handed_in, cost.paper, cost.fields, cost.timed, cost.seconds) == (2, 1, 8, 0, None)


def test_the_page_names_no_unit_and_is_for_everybody(client, march_due):
    handed_in(cast.DAIYUE, 400)
    for role in (Role.OFFICER, Role.LEADER, Role.OFFICE, Role.CHIEF, Role.AUDITOR):
        client.force_login(cast.person(f"the_{role}", role))
        page = client.get("/burden/?month=2025-03").content.decode()
        assert "6分40秒" in page and "目标不超过 5 分钟" in page and "0/1 个月在 5 分钟以内" in page
        assert "岱岳镇" not in page.partition("<main")[2]
    assert client.get("/burden/?format=csv").status_code == 200


def test_what_the_forms_ask_is_counted_from_the_forms():
    asked = dict(asked_for())
    assert "期初已有的桩" not in asked and (asked["电动汽车保有量"], len(asked)) == (3, 17)


def test_the_meter_marks_what_is_over_the_goal():
    drawn = charts.meter([(Month(2025, 1), 150), (Month(2025, 2), 600)], 300)
    assert [(c.x, c.y, c.height, c.over) for c in drawn.columns] == [
        (0, 90.0, 24.0, False),
        (56, 18.0, 96.0, True),
    ]
    assert (drawn.line, drawn.width) == (66.0, 112)
