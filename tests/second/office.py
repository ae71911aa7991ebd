"""An office across the change of plans: months of 2025 under the first, of 2026 under the next, in
one ledger."""

from contextlib import contextmanager
from datetime import date
from io import StringIO

from django.core.management import call_command

from ledger.models import LineKind
from ledger.periods import books
from targets.models import Plan, Unit
from targets.months import Month
from tests import cast, make
from tests.targets.plan.books import NEXT

DECEMBER, JANUARY = Month(2025, 12), Month(2026, 1)
IN_DECEMBER, IN_FEBRUARY = date(2025, 12, 26), date(2026, 2, 3)
HOUSING, TRANSPORT, MARKET = "housing", "transport", "market"  # the last is of the first plan alone
WORK = {"done": "召开现场会", "problems": "", "following": ""}


def open_ledger():
    """The ledger of the first plan, with the months that may be reported by now."""
    return make.ledger()


def next_plan():
    """The plan of 2026–2027, loaded beside the first."""
    call_command("load_plan", NEXT, stdout=StringIO())
    return Plan.objects.get(code="shanyin_2026")


def december(officer, office):
    """December of 岱岳镇 as the first plan asks it: a station, and work under a clause of it."""
    clause = next(iter(make.plan().clauses.filter(duties__unit__code=cast.DAIYUE)))
    piles = make.new_piles(on="2025-12-18", explanation="集中投运")
    lines = [(LineKind.ADDED, piles), (LineKind.WORK, {**WORK, "clause": clause.code})]
    return make.approved(officer, office, DECEMBER, lines=lines)


@contextmanager
def february():
    """3 February 2026: January is being reported, December can still be."""
    with make.at(IN_FEBRUARY):
        books.open_periods(make.county().ledger, "test")
        yield


def estate(name="锦绣小区"):
    """Piles of a new estate in 岱岳镇."""
    return make.new_piles(
        site_name=name, site_kind="estate", on="2026-01-20", credited_to="none", explanation="新建"
    )


def unit(code):
    return Unit.objects.get(code=code)
