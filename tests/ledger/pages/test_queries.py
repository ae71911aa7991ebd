"""A page of the ledger asks the database as often for four rows as for one."""

import pytest
from django.urls import reverse

from ledger.deadlines import DueRule
from ledger.models import Kind, Line, LineKind, Submission
from ledger.periods import rulings
from ledger.returns import drafting, lists, uploads, workflow
from shanyin_charging.accounts.models import Role, User
from targets.models import Unit
from targets.months import Month
from tests import cast, make
from tests.ledger.pages.test_lists import row as listed
from tests.ledger.pages.test_lists import sheet as list_sheet
from tests.ledger.workbooks.test_comparing import ROW, sheet
from tests.queries import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)
NAMES = "甲乙丙丁戊己庚辛壬癸"


def piles(number):
    """So many new stations of the township, each explained."""
    return [
        (LineKind.ADDED, make.new_piles(site_name=f"{name * 4}充电站", explanation="情况属实"))
        for name in NAMES[:number]
    ]


def own(month=MARCH):
    return reverse("fill_return", args=[make.period(month).pk, cast.DAIYUE])


def officer_with_draft(number):
    officer = cast.officer()
    make.draft(officer, MARCH, lines=piles(number))
    return officer


def form(number):
    return officer_with_draft(number), own()


def form_after_sending_back(number):
    officer, office = cast.officer(), cast.office()
    made = make.handed_in(officer, MARCH, lines=piles(number))
    workflow.begin_review(office, made)
    remarks = [("请核对", line.pk, "dc") for line in Line.objects.all()]
    workflow.send_back(office, made, "", more=remarks)
    return officer, own()


def check(number):
    return officer_with_draft(number), own() + "check/"


def check_of_removals(number):
    """What goes from a stock is held against what stands at each site."""
    officer = cast.officer()
    make.approved(officer, cast.office(), MARCH, lines=piles(10))
    sites = Unit.objects.get(code=cast.DAIYUE).sites.all()[:number]
    less = {"dc": "1", "connectors": "1", "power": "60", "on": "2025-04-02"}
    gone = [(LineKind.REMOVED, make.new_piles(site=str(site.pk), **less)) for site in sites]
    make.draft(officer, APRIL, lines=gone)
    return officer, own(APRIL) + "check/"


def review(number):
    make.handed_in(cast.officer(), MARCH, lines=piles(number))
    return cast.office(), reverse("submission", args=[Submission.objects.get().pk])


def review_of_a_second_version(number):
    officer, office = cast.officer(), cast.office()
    made = make.handed_in(officer, MARCH, lines=piles(number))
    workflow.begin_review(office, made)
    workflow.send_back(office, made, "请核对")
    made.refresh_from_db()
    for line in made.current.lines.all():
        changed = {**line.typed, "connectors": "13"}
        drafting.put_line(officer, made, line.kind, line.key, changed, line.pk)
    workflow.submit(officer, made, made.current.key)
    return office, reverse("submission", args=[made.pk])


def approved(number):
    make.approved(cast.officer(), cast.office(), MARCH, lines=piles(number))
    return User.objects.get(username="office"), reverse(
        "submission", args=[Submission.objects.get().pk]
    )


def paper(number):
    user, path = review(number)
    return user, path + "paper/"


def correction(number):
    approved(number)
    return User.objects.get(username=f"officer_{cast.DAIYUE}"), reverse(
        "correct", args=[Line.objects.first().pk]
    )


def entries(number):
    approved(number)
    return User.objects.get(username="office"), reverse("entries")


def board(number):
    for unit in Unit.objects.filter(area__isnull=False)[:number]:
        make.handed_in(cast.officer(unit.code), MARCH, unit.code, lines=[])
    return cast.office(), f"{reverse('board')}?period={make.period(MARCH).pk}"


def past_lists(number):
    officer, unit = cast.officer(), Unit.objects.get(code=cast.DAIYUE)
    for name in NAMES[:number]:
        kept = uploads.keep_list(officer, [unit], name.encode(), f"{name}.xlsx", [], "台账")
        row = (LineKind.ADDED, make.new_piles(site_name=f"{name * 4}站"), {})
        lists.hand_in(officer, kept, {(make.period(MARCH), unit): [row]}, entering=False)
    assert Submission.objects.filter(kind=Kind.LIST).count() == number
    return officer, reverse("lists")


def preview(number):
    officer = cast.officer()
    draft = make.draft(officer, MARCH)
    rows = [[f"{name * 4}充电站", *ROW[1:-1], "情况属实"] for name in NAMES[:number]]
    kept = uploads.keep_workbook(officer, draft, b"x", "三月.xlsx", [sheet(*rows)], True)
    return officer, reverse("preview", args=[kept.pk])


def list_of(number):
    officer, unit = cast.officer(), Unit.objects.get(code=cast.DAIYUE)
    rows = [listed(f"{name * 4}充电站", 总功率="0") for name in NAMES[:number]]
    content = list_sheet(rows)
    return officer, uploads.keep_list(officer, [unit], b"x", "清单.xlsx", [content], "台账")


def list_match(number):
    officer, kept = list_of(number)
    return officer, reverse("list_match", args=[kept.pk])


def list_preview(number):
    officer, kept = list_of(number)
    return officer, reverse("list_preview", args=[kept.pk])


def rules(number):
    chief = cast.person("chief", Role.CHIEF)
    for day in range(1, number + 1):
        rulings.rule_deadline(
            chief, make.plan(), DueRule(day=day), make.period(MARCH).starts_on, f"{day}号"
        )
    return chief, reverse("rules")


PAGES = (
    form,
    form_after_sending_back,
    check,
    check_of_removals,
    review,
    review_of_a_second_version,
    approved,
    paper,
    correction,
    entries,
    board,
    past_lists,
    preview,
    list_match,
    list_preview,
    rules,
)


@pytest.mark.at_length
@pytest.mark.parametrize("page", PAGES)
def test_four_rows_take_as_many_queries_as_one(client, page, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert len(queries(client, page)) == 1
