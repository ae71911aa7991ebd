"""The names of the plan and the ledger, as a list of any shape may use them."""

from django.db.models import Q

from ledger.models import Period, Site
from ledger.sheets.words import Names, Vocabulary, folded_pairs, load
from shanyin_charging import clock
from targets.models import Area, AreaKind, PlaceKind, Plan, Unit, holding
from targets.months import Month


def vocabulary_of(county: Area, unit: Unit | None = None) -> Vocabulary:
    """The vocabulary for lists of a county; of a single unit where one is signed in for it."""
    return load(names_of(county, unit))


def names_of(county: Area, unit: Unit | None = None) -> Names:
    """The names, each asked of the database once."""
    standing = Area.objects.within(county.code).filter(merged_into=None)
    areas = list(standing.order_by("position", "code"))
    plans = plans_open(county)
    rows = Unit.objects.rows_of(*plans).prefetch_related("aliases")
    kinds = PlaceKind.objects.filter(plan__in=plans, pilot=False, offered=True)
    sites = Site.objects.filter(county=county, merged_into=None)
    return Names(
        county=county.name,
        above=(),  # the words of the fixtures know them
        townships={a.code: a.name for a in areas if a.kind == AreaKind.TOWNSHIP},
        villages={a.code: a.name for a in areas if a.kind == AreaKind.VILLAGE},
        kinds=dict(kinds.order_by("plan__starts_on", "position").values_list("code", "name")),
        rows={row.code: row.name for row in rows},
        aliases=tuple((alias.name, row.code) for row in rows for alias in row.aliases.all()),
        sites=folded_pairs(sites.values_list("area__code", "name")),
        tables=tuple(plan.quota_table.label for plan in plans if plan.quota_table),
        home=unit.area.code if unit and unit.area else "",
    )


def plans_open(county: Area) -> list[Plan]:
    """The plans of the months that a list may be about, the earliest first: those that are not
    locked, or else today's month."""
    known, now = list(Plan.objects.of(county)), clock.now()
    open_ = Period.objects.filter(Q(lock_at=None) | Q(lock_at__gt=now), county=county)
    months = [period.month for period in open_] or [Month.of(clock.today())]
    return sorted({holding(known, month) for month in months}, key=lambda plan: plan.starts_on)
