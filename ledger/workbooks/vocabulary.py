"""The names of the plan and the ledger, as a list of any shape may use them."""

from ledger.models import Site
from ledger.sheets.words import Names, Vocabulary, folded_pairs, load
from shanyin_charging import clock
from targets.models import Area, AreaKind, Unit
from targets.months import Month
from targets.plan import queries


def vocabulary_of(county: Area, unit: Unit | None = None) -> Vocabulary:
    """The vocabulary for lists of a county; of a single unit where one is signed in for it."""
    return load(names_of(county, unit))


def names_of(county: Area, unit: Unit | None = None) -> Names:
    """The names, each asked of the database once."""
    standing = Area.objects.within(county.code).filter(merged_into=None)
    areas = list(standing.order_by("position", "code"))
    named = Unit.objects.of(county).filter(targets__isnull=False).distinct()
    rows = named.prefetch_related("aliases")
    kinds = queries.plan_for(Month.of(clock.today())).place_kinds
    sites = Site.objects.filter(county=county, merged_into=None)
    return Names(
        county=county.name,
        above=(),  # the words of the fixtures know them
        townships={a.code: a.name for a in areas if a.kind == AreaKind.TOWNSHIP},
        villages={a.code: a.name for a in areas if a.kind == AreaKind.VILLAGE},
        kinds={kind.code: kind.name for kind in kinds.filter(pilot=False, offered=True)},
        rows={row.code: row.name for row in rows},
        aliases=tuple((alias.name, row.code) for row in rows for alias in row.aliases.all()),
        sites=folded_pairs(sites.values_list("area__code", "name")),
        home=unit.area.code if unit and unit.area else "",
    )
