"""Official names and mergers: what is reported from then on, and that the printed plan and the past
stay."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from ledger.lines import Scope
from ledger.lines.owed import owed_by
from ledger.models import LineKind, Submission
from ledger.returns import standings
from reports.figures.reading import figure_at, read
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Alias, Area, Clause, Unit
from targets.months import Month
from targets.plan import queries
from targets.rulings.changes import merge, rename
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH, FEBRUARY = Month(2025, 3), Month(2025, 2)
DOCUMENT = "晋政函〔2025〕9号"


@pytest.fixture
def chief():
    return cast.person("chief", Role.CHIEF)


def test_a_unit_keeps_its_code_gets_a_name_and_is_found_by_both(chief):
    unit = Unit.objects.get(code="market")
    printed = list(Clause.objects.values_list("text", flat=True))
    rename(chief, unit, "县市场局", date(2025, 4, 1), DOCUMENT)
    assert Alias.objects.get(name="县市场监管局").unit == unit
    out = StringIO()
    call_command("load_plan", stdout=out)  # the printed plan again: the ruling stands
    assert Unit.objects.get(code="market").name == "县市场局"
    assert list(Clause.objects.values_list("text", flat=True)) == printed
    with pytest.raises(Refused, match="已经是别的单位的名称"):
        rename(chief, unit, "县能源局", date(2025, 4, 1), DOCUMENT)


def test_a_merged_unit_reports_no_more_and_its_duties_go_on_with_the_other(chief):
    culture, education = Unit.objects.get(code="culture"), Unit.objects.get(code="education")
    had = set(owed_by(culture, make.plan(), date(2025, 3, 31)).site_kinds)
    merge(chief, culture, education, date(2025, 3, 15), DOCUMENT)
    members = {
        month: {s.unit.code for s in standings.standings(make.plan(), make.period(month))}
        for month in (FEBRUARY, MARCH)
    }
    assert "culture" in members[FEBRUARY] and "culture" not in members[MARCH]
    education.refresh_from_db()
    assert had <= set(owed_by(education, make.plan(), date(2025, 3, 31)).site_kinds)
    assert queries.supervisors(make.plan(), date(2025, 4, 1))["culture"] == education
    assert "culture" in Scope(Submission(period=make.period(MARCH), unit=education)).rows.labels
    with pytest.raises(Refused, match="已经并入别处"):
        merge(chief, culture, education, date(2025, 3, 15), DOCUMENT)


def test_a_merged_village_counts_with_the_other_from_its_date_and_no_pile_is_lost(chief):
    make.approved(cast.officer(), cast.office(), MARCH)  # six piles at 南大道村
    gone, into = Area.objects.get(code=cast.DAIYUE_VILLAGE), Area.objects.get(code="140621103001")
    before = read(FEBRUARY).figure("I10")
    merge(chief, gone, into, date(2025, 3, 20), DOCUMENT)
    assert read(FEBRUARY).figure("I10").of == before.of
    march = read(MARCH).figure("I10")
    assert (march.of, march.value) == (before.of - 1, 1)
    counted = {place.area: piles for place, piles in read(MARCH).tally("I10").items()}
    assert counted["140621103001"] == 6 and cast.DAIYUE_VILLAGE not in counted
    _, figure = figure_at("I02_140621103001_t_202503")
    assert figure.value == 6
    scope = Scope(Submission(period=make.period(MARCH), unit=Unit.objects.get(code=cast.DAIYUE)))
    assert cast.DAIYUE_VILLAGE not in scope.village_choices.labels


def test_a_village_is_not_merged_over_a_townships_border(chief):
    with pytest.raises(Refused, match="同一乡"):
        merge(
            chief,
            Area.objects.get(code=cast.DAIYUE_VILLAGE),
            Area.objects.get(code=cast.YUJING_SHUIQUAN),
            date(2025, 3, 20),
            DOCUMENT,
        )


def test_a_late_line_for_a_row_of_a_merged_unit_is_reported_by_its_successor(chief):
    merge(
        chief,
        Unit.objects.get(code="culture"),
        Unit.objects.get(code="education"),
        date(2025, 3, 15),
        DOCUMENT,
    )
    officer = cast.officer("education")
    typed = make.new_piles(credited_to="culture", village="140621103001")
    assert (
        make.draft(officer, MARCH, "education", [(LineKind.ADDED, typed)])
        .current.lines.get()
        .values
    )
