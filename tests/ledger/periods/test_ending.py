"""方案收官: who may end a plan and when, and that no month after it is opened."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from ledger.models import Ledger, Period
from ledger.periods import books, closing, ending
from ledger.periods.now import Calendar
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Plan
from targets.months import Month
from tests import cast, make
from tests.targets.plan.books import NEXT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
LOCKED = date(2026, 2, 2)  # December 2025 is locked since the end of January
DOCUMENT = "山政办函〔2026〕1号"


@pytest.fixture
def chief():
    return cast.person("chief", Role.CHIEF)


def opened():
    books.open_periods(Ledger.objects.get(), "test")
    return [str(month) for month in sorted(period.month for period in Period.objects.all())]


def closed(chief):
    """Both years of the plan are accounted for."""
    for year in (2024, 2025):
        closing.close_year(chief, Ledger.objects.get(), year)


def ended(chief, on=LOCKED, go_on=False):
    return ending.end_plan(chief, Plan.objects.get(), on, DOCUMENT, go_on)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2025, 12, 31), "方案期到2025年12月31日才满，期满以后再收官"),
        (date(2026, 1, 20), "2025年12月月报2026年1月31日（周六）24:00才锁定，锁定以后再收官"),
        (LOCKED, "2025年还没有结账，请先在“报送规则”页办年度结账"),
    ],
)
def test_a_plan_is_ended_once_its_term_is_over_and_accounted_for(chief, day, says):
    with make.at(day):
        opened()
        assert ending.is_over(Plan.objects.get()).reason == says
        with pytest.raises(Refused, match=says[:8]):
            ended(chief, day)


def test_who_rules_ends_it_on_a_day_after_its_term_once(chief):
    with make.at(LOCKED):
        opened()
        closed(chief)
        with pytest.raises(Refused, match="由专班办公室主任办理"):
            ended(cast.office())
        for day in (date(2025, 12, 31), date(2026, 2, 3)):
            with pytest.raises(Refused, match="收官日要在2025年12月31日以后、不晚于今天"):
                ended(chief, day)
        plan = ended(chief)
        assert (plan.ended_on, plan.ended_by, plan.months_go_on) == (LOCKED, DOCUMENT, False)
        told = Event.objects.get(verb="end_plan")
        assert told.before == {"ended_on": None}
        assert told.after["ended_on"] == "2026-02-02" and told.after["document_no"] == DOCUMENT
        with pytest.raises(Refused, match="已于2026年2月2日收官"):
            ended(chief)


@pytest.mark.parametrize(("go_on", "last"), [(False, "2026-01"), (True, "2026-03")])
def test_months_after_an_ended_plan_are_not_opened_unless_they_go_on(chief, go_on, last):
    with make.at(LOCKED):
        assert opened()[-1] == "2026-01"  # opened before it was ended, and stays
        closed(chief)
        ended(chief, go_on=go_on)
    with make.at(date(2026, 4, 2)):
        assert opened()[-1] == last


def test_months_of_a_next_plan_are_opened_as_usual(chief):
    with make.at(LOCKED):
        opened()
        closed(chief)
        ended(chief)
    call_command("load_plan", NEXT, stdout=StringIO())
    Plan.objects.filter(code="shanyin_2026").update(in_force_on=date(2026, 4, 1))
    with make.at(date(2026, 5, 2)):
        assert opened()[-3:] == ["2025-12", "2026-01", "2026-04"]


def test_the_chief_ends_it_on_its_page_after_being_asked(chief, client):
    client.force_login(chief)
    with make.at(LOCKED):
        opened()
        page = client.get("/plan/shanyin_2024/end/").content.decode()
        assert "还没有结账" in page and "<form method" not in page.partition("<main")[2]
        closed(chief)
        assert 'href="/plan/shanyin_2024/end/"' in client.get("/plan/").content.decode()
        typed = {"in_force_on": "2026-02-02", "document_no": DOCUMENT}
        asked = client.post("/plan/shanyin_2024/end/", typed).content.decode()
        assert "收官不能撤回" in asked and Plan.objects.get().ended_on is None
        wrong = client.post("/plan/shanyin_2024/end/", {**typed, "in_force_on": "2025-12-01"})
        assert "收官日要在2025年12月31日以后" in wrong.content.decode()
        done = client.post("/plan/shanyin_2024/end/", {**typed, "sure": "1"}, follow=True)
        told = done.content.decode()
        assert "方案已收官" in told and f"2026年2月2日收官（{DOCUMENT}）" in told
        over = client.get("/dispatch/").content.decode()
        assert "以后的月份不再开报" in over
    client.force_login(cast.office())
    with make.at(LOCKED):
        assert client.get("/plan/shanyin_2024/end/").status_code == 404


def test_what_is_shown_then_is_the_plans_last_month(chief):
    with make.at(LOCKED):
        opened()
        closed(chief)
        ended(chief)
        assert Calendar().over() == Plan.objects.get()
        assert Calendar().shown_month() == Month(2025, 12)
