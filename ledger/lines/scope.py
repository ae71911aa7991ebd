"""What the lines of one return may be about and are compared with: each thing is asked of the
database once."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractYear

from ledger.entries import construction, stocks
from ledger.entries.construction import UnderWay
from ledger.entries.inspections import open_hazards
from ledger.entries.placed import going_on
from ledger.entries.stocks import PUBLIC_PILES
from ledger.lines.fields import Choices
from ledger.lines.owed import Owed, owed_by
from ledger.models import Cause, Entry, LineKind, Period, Renaming, Site, Submission
from shanyin_charging import clock
from targets.models import Area, AreaKind, PlaceKind, Plan, Target, Unit
from targets.plan import queries

UNCREDITED = "none"
TOWNSHIP_DIGITS = 9  # of a village's twelve-digit code


def uncredited(plan: Plan) -> tuple[str, str]:
    """The choice of no row of a plan's quotas."""
    return UNCREDITED, f"未归入{plan.quota_name}"


class Scope:
    """The surroundings of a submission; one may be shared by all forms of its lines."""

    def __init__(self, submission: Submission) -> None:
        self.submission, self.unit, self.period = submission, submission.unit, submission.period

    def beside(self, submission: Submission) -> "Scope":
        """The surroundings of another return of the county, in which what is the county's own need
        not be asked again."""
        made = Scope(submission)
        made.county, made.villages, made.quotas = self.county, self.villages, self.quotas
        made.so_far, made.site_names, made.building = self.so_far, self.site_names, self.building
        made.added_before, made.ordered_out = self.added_before, self.ordered_out
        made.building_at = self.building_at
        if made.plan == self.plan:
            made.kinds, made.reported_rows = self.kinds, self.reported_rows
        return made

    @property
    def plan(self) -> Plan:
        """The plan of the month that is reported on."""
        return self.period.plan

    @cached_property
    def owed(self) -> Owed:
        """What the unit is asked to report."""
        return owed_by(self.unit, self.plan, self.period.ends_on)

    @cached_property
    def county(self) -> Area:
        """The county, with its ledger."""
        return Area.objects.select_related("ledger").get(pk=self.period.county_id)

    @cached_property
    def opened_on(self) -> date:
        """The day of the opening balance."""
        return self.county.ledger.opened_on

    # what may be picked

    @cached_property
    def sites(self) -> dict[str, Site]:
        """The sites that the unit may report on, by their id as text."""
        found = Site.objects.served().reported_by(self.unit).select_related("area__parent")
        return {str(site.pk): site for site in found}

    def sites_of(self, kinds: Iterable[str]) -> Choices:
        """The sites of some kinds, to be picked by id or found by name."""
        found = {pk: site for pk, site in self.sites.items() if site.kind in kinds}
        return Choices(
            ((pk, f"{site.area.full_name} {site.name}") for pk, site in found.items()),
            ((site.name, pk) for pk, site in found.items()),
        )

    @cached_property
    def kinds(self) -> dict[str, PlaceKind]:
        """The sorts of places and pilots of sites by code, also those of earlier plans."""
        return queries.kinds(self.plan)

    @property
    def offered(self) -> list[str]:
        """The kinds that a new site may be of: those that the month's plan offers."""
        own = (kind for kind in self.kinds.values() if kind.plan_id == self.plan.pk)
        return [kind.code for kind in own if kind.offered]

    @property
    def pile_kinds(self) -> list[str]:
        """The kinds of sites that carry piles of their own; a pilot's piles stand at its place."""
        return [code for code, kind in self.kinds.items() if not kind.pilot]

    @property
    def pilot_kinds(self) -> list[str]:
        """The kinds of pilots that the unit reports on, and those of earlier plans, which stand
        there still."""
        earlier = (kind for kind in self.kinds.values() if kind.plan_id != self.plan.pk)
        return [*self.owed.pilot_kinds, *(kind.code for kind in earlier if kind.pilot)]

    @cached_property
    def pile_sites(self) -> Choices:
        """The sites that carry piles."""
        return self.sites_of(self.pile_kinds)

    @cached_property
    def building(self) -> list[UnderWay]:
        """What is being built in the county, as it was told last."""
        return [one for one in construction.projects(self.county) if not one.ended]

    @cached_property
    def building_at(self) -> list[tuple[UnderWay, str, str, str]]:
        """Each of them with its site as it is picked ("" where there is none yet), the code of the
        village that its village is today and its name."""
        return [
            (
                one,
                str(one.site.pk) if one.site else "",
                self.village_now.get(one.construction.area.code, ""),
                one.construction.name,
            )
            for one in self.building
        ]

    @cached_property
    def projects(self) -> dict[str, UnderWay]:
        """What the unit itself told of by the period, by number as text."""
        return {
            str(one.construction.pk): one
            for one in self.building
            if self.unit in one.construction.unit.heirs(clock.today())
            and one.words[0].period.starts_on <= self.period.starts_on
        }

    @cached_property
    def register_sites(self) -> Choices:
        """The places of the kinds that the unit keeps in the register."""
        return self.sites_of(self.owed.site_kinds)

    @cached_property
    def pilot_sites(self) -> Choices:
        """The pilots that the unit reports on."""
        return self.sites_of(self.owed.pilot_kinds)

    @cached_property
    def county_sites(self) -> Choices:
        """Every site of the county that carries piles, for those who inspect what others keep."""
        found = Site.objects.filter(county=self.county, kind__in=self.pile_kinds).select_related(
            "area__parent"
        )
        return Choices(
            ((str(site.pk), f"{site.area.full_name} {site.name}") for site in found),
            ((site.name, str(site.pk)) for site in found),
        )

    @cached_property
    def open_hazards(self) -> Choices:
        """The hazards that the unit or one that it took over found and nobody has cleared, by
        number of their entry."""
        return Choices(
            (str(e.number), f"{e.on} {e.inspected} {e.get_measure_display()}")
            for e in self.own_hazards
        )

    @cached_property
    def own_hazards(self) -> list[Entry]:
        """The entries of these, in order of number."""
        ours = self.unit.with_merged(clock.today())
        found = open_hazards(self.county).filter(line__version__submission__unit__in=ours)
        return list(found.select_related("site", "line").order_by("number"))

    @cached_property
    def villages(self) -> dict[str, Area]:
        """Every village of the county by code, so that a wrong township can be named."""
        found = (
            Area.objects.served()
            .filter(kind=AreaKind.VILLAGE)
            .select_related("parent")
            .order_by("position", "code")
        )
        return {area.code: area for area in found}

    @cached_property
    def village_now(self) -> dict[str, str]:
        """Code of each village of the county to that of the village that it is today."""
        codes = {area.pk: code for code, area in self.villages.items()}
        into = {
            code: codes[area.merged_into_id]
            for code, area in self.villages.items()
            if area.merged_into_id
        }
        return going_on(self.villages, into)

    @cached_property
    def village_choices(self) -> Choices:
        """The villages a unit may name: its own township's, or all, grouped by township."""
        present = [area for area in self.villages.values() if area.merged_into_id is None]
        if self.unit.area_id:
            ours = {unit.area_id for unit in self.unit.with_merged(clock.today())}
            own = [area for area in present if area.parent_id in ours]
            return Choices(
                ((area.code, f"{area.name}（{area.code}）") for area in own),
                ((area.full_name, area.code) for area in own),
            )
        groups: dict[str, list[tuple[str, str]]] = {}
        for area in present:
            assert area.parent is not None, "only a county has none"
            groups.setdefault(area.parent.name, []).append(
                (area.code, f"{area.name}（{area.code}）")
            )
        return Choices(groups.items(), ((area.full_name, area.code) for area in present))

    @cached_property
    def rows(self) -> Choices:
        """The rows of the quotas that the unit's piles may count for: its own, those it reports
        for, or none."""
        own = [row for row, by in self.reported_rows if self.unit in (row, by)]
        return Choices(
            [*((row.code, row.name) for row in own), uncredited(self.plan)],
            [
                ("无", UNCREDITED),
                *((alias.name, row.code) for row in own for alias in row.aliases.all()),
            ],
        )

    @cached_property
    def reported_rows(self) -> list[tuple[Unit, Unit]]:
        """Each row of the quotas with who reports it."""
        rows = Unit.objects.rows_of(self.plan).prefetch_related("aliases")
        reported_by = queries.supervisors(self.plan, clock.today())
        return [(row, reported_by[row.code]) for row in rows]

    @cached_property
    def clauses(self) -> Choices:
        """The clauses on whose work the unit may report, by code."""
        named = self.owed.clauses
        return Choices(
            ((clause.code, str(clause)) for clause in named),
            ((name, clause.code) for clause in named for name in (clause.label, clause.title)),
        )

    @cached_property
    def distance_places(self) -> Choices:
        """The places whose distance the unit assesses, by code."""
        return Choices((area.code, area.name) for area in self.owed.distance_places)

    # what new piles are compared with

    @cached_property
    def added(self) -> QuerySet[Entry]:
        """The entries of new public piles of the county that stand."""
        return Entry.objects.filter(
            county=self.county, cause=Cause.ADDED, measure__in=PUBLIC_PILES
        ).counting()

    @cached_property
    def last_month(self) -> int | None:
        """Public piles that the unit added in the period before; None when nothing is posted for
        it."""
        if self.period not in self.added_before:
            before = Period.objects.filter(
                county=self.county, ends_on__lt=self.period.starts_on
            ).first()
            added = self.added.filter(line__version__submission__period=before).order_by()
            sums = added.values_list("line__version__submission__unit").annotate(Sum("value"))
            self.added_before[self.period] = dict(sums)
        return self.added_before[self.period].get(self.unit.pk)

    @cached_property
    def ordered_out(self) -> dict[int, date]:
        """Id of each site that an inspection has ordered out of use to the last day of it."""
        ordered = Entry.objects.filter(
            county=self.county, cause=Cause.STOPPED, line__kind=LineKind.INSPECTED
        )
        found = list(
            ordered.counting().filter(value__lt=0).order_by("on").values_list("site", "on")
        )
        stands = stocks.standing(site for site, _ in found if site) if found else {}
        return {stands[site]: on for site, on in found if site}

    @cached_property
    def added_before(self) -> dict[Period, dict[int, int]]:
        """Of each period that was asked for, what the units (by id) added in the one before."""
        return {}

    @cached_property
    def quotas(self) -> dict[tuple[str, int], int]:
        """(row, year) to its quota in piles, by every plan of the county: what is found late counts
        for the year of its day."""
        ours = Target.objects.filter(unit__isnull=False, indicator__plan__county=self.county)
        found = ours.exclude(value=None).order_by("indicator__plan__starts_on")
        return {(row, year): n for row, year, n in found.values_list("unit__code", "year", "value")}

    @cached_property
    def so_far(self) -> dict[tuple[str, int], int]:
        """(row, year) to the public piles already counted for it."""
        sums = self.added.annotate(year=ExtractYear("on")).values_list("credited_to__code", "year")
        return {(row, year): n for row, year, n in sums.annotate(Sum("value")).order_by()}

    @cached_property
    def movements(self) -> stocks.Movements:
        """(site id, measure) to (day, change) of the flows of the unit's sites, day by day."""
        return stocks.movements(stocks.homes(map(int, self.sites)))

    def least_stock(self, site: str | int, measure: str, day: date) -> int:
        """The lowest stock of a flow at a site from a day on, in the measure's smallest unit."""
        return stocks.least_since(self.movements, int(site), measure, day)

    def stock_on(self, site: str | int, measure: str, day: date) -> int:
        """What stands at a site at a day's end, in the measure's smallest unit."""
        return stocks.on_day(self.movements, int(site), measure, day)

    @cached_property
    def out_of_use(self) -> stocks.Movements:
        """(site id, measure) to what is out of use there, day by day."""
        return stocks.out_of_use_by_day(stocks.homes(map(int, self.sites)))

    def taken_out(self, site: str | int, measure: str, day: date = date.max) -> int:
        """How much of what was taken out of use at a site has come back neither by a day nor later,
        in the measure's smallest unit."""
        return stocks.least_since(self.out_of_use, int(site), measure, day)

    @cached_property
    def site_names(self) -> dict[str, dict[str, str]]:
        """Code of each village, as they are today, and township to each name that a site of the
        county has or had there, and the one it has today."""
        found: dict[str, dict[str, str]] = {}
        sites = Site.objects.filter(county=self.county).order_by("pk")
        former = Renaming.objects.filter(site__in=sites).order_by("pk")
        named = [
            *former.values_list("site__area__code", "before", "site__name"),
            *((code, name, name) for code, name in sites.values_list("area__code", "name")),
        ]
        for code, name, today in named:
            for place in {self.village_now.get(code, code), code[:TOWNSHIP_DIGITS]}:
                found.setdefault(place, {})[name] = today
        return found

    def names_at(self, village: str) -> tuple[dict[str, str], dict[str, str]]:
        """The names of the sites in a village, with what was merged into it, and in its township,
        each with the one it is today."""
        now, names = self.village_now.get(village, village), self.site_names
        return names.get(now, {}), names.get(village[:TOWNSHIP_DIGITS], {})
