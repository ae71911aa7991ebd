"""Every indicator against an independent oracle: plain Python over the ledger's rows, written from
the plan's clauses.

The ledgers are random, with corrections, undone approvals, removals, conversions, late entries,
places without a denominator and zero denominators, villages and sites that turn out to be one.
"""

import random
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from django.db import transaction

from ledger.models import (
    Declaration,
    Entry,
    LineKind,
    Period,
    PeriodKind,
    Site,
    Submission,
    Version,
)
from ledger.returns import drafting
from reports.figures.reading import read
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.measures import GROUPS
from targets.models import Area, AreaKind, Unit
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
LEDGERS = 200 if cast.LONG else 15
VEHICLES_OF_THE_PLAN = {2024: 2247, 2025: 3054}  # 一（一）: 0.2247万辆, 0.3054万辆
PUBLIC = ("public_dc_pile", "public_ac_pile", "public_pile_unsplit")
DEDICATED = ("dedicated_dc_pile", "dedicated_ac_pile")
BESIDES = (
    "private_dc_pile",
    "private_ac_pile",
    "public_connector",
    "public_power",
    "inspection",
    "hazard_general",
    "hazard_grave",
    "swap_station",
)
COMPARED_APART = {"I33", "I34"}  # rows of 附件2; what is counted from returns
CARRYING = [
    "station",
    "car_park",
    "commercial",
    "hub",
    "estate",
    "institution",
    "scenic",
    "post_house",
    "camp",
    "parking_area",
    "service_area",
]
PILOTS = {
    "pilot_unified_core": "pilot_selected",
    "pilot_unified_edge": "pilot_selected",
    "pilot_opened": "pilot_selected",
    "pilot_roadside": "pilot_selected",
    "pilot_new_energy": "pilot_built",
    "pilot_pv_storage": "pilot_built",
    "pilot_swap": "pilot_laid_out",
}


class RandomLedger:
    """Posts random entries straight into the ledger."""

    def __init__(self, seed, line):
        self.chance, self.line, self.number = random.Random(seed), line, 1
        self.county = make.county()
        self.villages = list(Area.objects.filter(kind=AreaKind.VILLAGE).order_by("code"))
        self.rows = list(Unit.objects.filter(targets__isnull=False).distinct())
        self.entries = []

    def write(self, measure, cause, value, area, site=None, row=None, on=None, replaces=None):
        self.number += 1
        on = on or date(2024, 1, 1) + timedelta(days=self.chance.randrange(730))
        self.entries.append(
            Entry.objects.create(
                county=self.county,
                number=self.number,
                line=self.line,
                measure=measure,
                cause=cause,
                area=area,
                site=site,
                credited_to=row,
                value=value,
                on=on,
                replaces=replaces,
                posted_at=clock.now(),
                approved_by="oracle",
            )
        )

    def fill(self):
        chance = self.chance
        for n in range(chance.randrange(5, 40)):
            kind = chance.choice([*CARRYING, *PILOTS])
            site = Site.objects.create(
                county=self.county,
                name=f"站{n}",
                kind=kind,
                area=chance.choice(self.villages[:40]),
                at_seat=chance.random() < 0.4,
                keeper=self.rows[0],
            )
            if kind in PILOTS:
                for measure in ("pilot_selected", "pilot_laid_out", "pilot_built"):
                    if chance.random() < 0.6:
                        self.write(measure, "added", 1, site.area, site)
            else:
                self.furnish(site)
        for measure in ("bev", "phev"):
            for _ in range(chance.randrange(3)):
                self.write(measure, "observed", chance.randrange(3000), self.county)
        places = [
            *Area.objects.filter(kind=AreaKind.TOWNSHIP)[:4],
            *Area.objects.filter(code__startswith="Z"),
        ]
        for place in places:
            for _ in range(chance.randrange(3)):
                self.write("charging_distance", "observed", chance.randrange(6000), place)
        for old in chance.sample(self.entries, len(self.entries) // 8):
            self.replace(old)
        self.merge_villages()
        self.say_of_sites()

    def say_of_sites(self):
        """Some sites are called stations, or not; some turn out to be one with another."""
        chance, sites = self.chance, list(Site.objects.order_by("pk"))
        for site in sites:
            for _ in range(chance.choice([0, 0, 1, 2])):
                Declaration.objects.create(
                    site=site,
                    station=chance.random() < 0.7,
                    on=date(2024, 1, 1) + timedelta(days=chance.randrange(730)),
                    recorded_at=clock.now(),
                    recorded_by="oracle",
                )
        standing = chance.sample(sites, len(sites))
        for _ in range(chance.randrange(len(sites) // 3 + 1)):
            gone, into = standing.pop(), standing[chance.randrange(len(standing) - 1)]
            if gone == into:
                continue
            day = date(2024, 6, 1) + timedelta(days=chance.randrange(500))
            before = [s.merged_on for s in sites if s.merged_into == gone]
            gone.merged_into, gone.merged_on = into, max([day, *before])
            gone.merged_at = datetime.combine(gone.merged_on, time(12), clock.ZONE)
            gone.save()

    def merge_villages(self):
        """Some of the first villages, where the sites stand, become part of one another, one of
        them twice over."""
        first, *others = self.chance.sample(self.villages[:18], 4)  # of one township
        for village, into in ((first, others[0]), (others[0], others[1]), (others[2], others[1])):
            if self.chance.random() < 0.6:
                village.merged_into, village.merged_on = (
                    into,
                    date(2025, self.chance.randrange(1, 13), 15),
                )
                # on record from the start: at whatever entry the past is asked for, it is known
                village.merged_at = datetime(2024, 1, 1, tzinfo=clock.ZONE)
                village.save()

    def report(self, month):
        """Returns of a month in every state; tells who is on time: handed in before the due moment
        and not in mending."""
        period = Period.objects.filter(kind=PeriodKind.MONTH, starts_on=month.first_day).first()
        if period is None:
            return None
        clerk, on_time, members = (
            User.objects.first(),
            0,
            Unit.objects.filter(memberships__isnull=False),
        )
        for n, unit in enumerate(members):
            state, late = self.chance.choice(
                [
                    ("draft", None),
                    ("submitted", False),
                    ("approved", False),
                    ("approved", True),
                    ("sent_back", False),
                    ("in_review", True),
                    ("", None),
                ]
            )
            if state and not Submission.objects.filter(period=period, unit=unit).exists():
                made = Submission.objects.create(period=period, unit=unit, state=state, late=late)
                handed_in = (
                    {}
                    if late is None
                    else {"submitted_at": clock.now(), "submitted_by": clerk, "digest": "-"}
                )
                Version.objects.create(submission=made, number=1, key=f"oracle-{n}", **handed_in)
                on_time += late is False and state != "sent_back"
        return on_time, len(members)

    def furnish(self, site):
        chance = self.chance
        row = chance.choice([None, *self.rows])
        for measure in [*PUBLIC, *DEDICATED, *BESIDES]:
            if chance.random() < 0.5:
                self.write(measure, "added", chance.randrange(1, 9), site.area, site, row)
            if chance.random() < 0.15:
                self.write(measure, "removed", -chance.randrange(1, 3), site.area, site, row)
        if chance.random() < 0.2:
            day = date(2025, 1, 1) + timedelta(days=chance.randrange(300))
            self.write("dedicated_dc_pile", "converted", -2, site.area, site, row, day)
            self.write("public_dc_pile", "converted", 2, site.area, site, row, day)
        if chance.random() < 0.7:
            self.write("registered", "added", 1, site.area, site)
            for value in chance.choice([[], [], [-1], [-1, 1], [1]]):
                cause = "added" if value > 0 else "removed"
                self.write("registered", cause, value, site.area, site)
        for measure in ("parking_space", "car_space", "charging_space"):
            for _ in range(chance.randrange(3)):
                self.write(
                    measure,
                    "observed",
                    chance.choice([0, chance.randrange(1, 300)]),
                    site.area,
                    site,
                )

    def replace(self, old):
        """A correction, or the reversal of an approval that was undone."""
        if self.chance.random() < 0.5:
            self.write(old.measure, "reversed", 0, old.area, old.site, old.credited_to, old.on, old)
        else:
            value = old.value + 1 if old.value > 0 else 0
            self.write(
                old.measure, old.cause, value, old.area, old.site, old.credited_to, old.on, old
            )


class Oracle:
    """Answers each indicator as the plan words it; a value, a (value, of) pair, or None where
    nothing can be said."""

    def __init__(self, month):
        self.year, self.end = month.year, month.last_day
        rows = list(
            Entry.objects.select_related("area", "site", "credited_to").order_by("on", "number")
        )
        gone = {entry.replaces_id for entry in rows}
        self.rows = [
            e
            for e in rows
            if e.pk not in gone
            and e.cause != "reversed"
            and e.on <= self.end
            and not (e.measure == "registered" and e.value == 0)
        ]
        self.townships = list(
            Area.objects.filter(kind=AreaKind.TOWNSHIP).values_list("code", flat=True)
        )
        villages = Area.objects.filter(kind=AreaKind.VILLAGE).select_related(
            "merged_into__merged_into"
        )
        self.merged = {
            v.code: v.merged_into.code for v in villages if v.merged_on and v.merged_on <= self.end
        }
        self.villages = [v.code for v in villages if v.code not in self.merged]

        words = Declaration.objects.filter(on__lte=self.end).order_by("on", "pk")
        self.declared = {
            self.site(word).pk: word.station for word in words.select_related("site__merged_into")
        }

    def site(self, e, cause=""):
        """The site that an entry counts for at the end; an addition is told where it happened."""
        site = e.site
        while site and site.merged_on and site.merged_on <= self.end:
            month = (site.merged_on.year, site.merged_on.month)
            if cause and (e.on.year, e.on.month) <= month:
                break
            site = site.merged_into
        return site

    def place(self, e, cause=""):
        """The code of where an entry counts at the end."""
        home = self.site(e, cause)
        return (e.area if home == e.site else home.area).code

    def stations(self, places):
        """How many public charging stations there are, in how many of the places."""
        direct, other, where = defaultdict(int), defaultdict(int), {}
        for e in self.rows:
            if e.site and e.measure in ("public_dc_pile", "public_ac_pile"):
                home = self.site(e)
                (direct if e.measure == "public_dc_pile" else other)[home.pk] += e.value
                where[home.pk] = self.place(e)
        found = [
            pk
            for pk in where
            if direct[pk] + other[pk] > 0
            and (self.declared.get(pk) or (direct[pk] + other[pk] >= 3 and direct[pk] > 0))
        ]
        return len(found), sum(any(where[pk].startswith(place) for pk in found) for place in places)

    def sum(self, measures, **where):
        return sum(e.value for e in self.rows if e.measure in measures and self.fits(e, **where))

    def fits(self, e, place="", seat=False, cause="", this_year=False, row=None, kind=""):
        code, site = self.place(e, cause), self.site(e, cause)
        while len(place) == 12 and code in self.merged:
            code = self.merged[code]
        return (
            code.startswith(place)
            and (not seat or (site and site.at_seat))
            and (not cause or e.cause == cause)
            and (not this_year or e.on.year == self.year)
            and (row is None or e.credited_to == row)
            and (not kind or (site and site.kind == kind))
        )

    def covered(self, places, measures, least, **where):
        return sum(self.sum(measures, place=code, **where) >= least for code in places), len(places)

    def newest(self, measure, kinds=None):
        """Address to the last observation; the rows stand in order of day and number."""
        found = {}
        for e in self.rows:
            site = self.site(e)
            if e.measure == measure and (kinds is None or (site and site.kind in kinds)):
                found[site.pk if site else e.area.code] = e.value
        return found

    def sites(self, measures, kinds):
        found = defaultdict(int)
        for e in self.rows:
            if e.measure in measures and e.site and self.site(e).kind in kinds:
                found[self.site(e).pk] += e.value
        return found

    def site_share(self, kinds, over, piles=None, level=None):
        """Σ above ÷ Σ below over the sites where both are known and the denominator is not zero;
        what left the register counts while piles stand there."""
        words, piled = self.newest("registered", kinds), self.sites([*PUBLIC, *DEDICATED], kinds)
        gone = {site for site, word in words.items() if word <= 0 and piled[site] <= 0}
        told = self.newest(over, kinds).items()
        below = {site: n for site, n in told if n and site not in gone}
        above = self.newest(level, kinds) if level else self.sites(piles, kinds)
        known = [site for site in below if not level or site in above]
        return (
            Fraction(sum(above.get(s, 0) for s in known), sum(below[s] for s in known))
            if known
            else None
        )

    def site_coverage(self, kind, measures):
        register = [site for site, word in self.newest("registered", [kind]).items() if word > 0]
        piles = self.sites(measures, [kind])
        known = {*register, *(site for site in piles if piles[site] > 0)}
        size = max(len(known), {"parking_area": 4, "service_area": 2}.get(kind, 0))  # 附件3
        return (sum(piles[site] >= 1 for site in known), size) if known else None

    def farthest(self, test):
        return max(
            (n for address, n in self.newest("charging_distance").items() if test(str(address))),
            default=None,
        )

    def answers(self):
        stock, every = self.sum(PUBLIC), (*PUBLIC, *DEDICATED)
        vehicles = {
            **self.newest("bev"),
            **{f"{k} phev": n for k, n in self.newest("phev").items()},
        }
        places, pilots = len(self.townships), {"this_year": True, "cause": "added"}
        stations, with_one = self.stations(self.townships)
        return {
            "I01": self.sum(PUBLIC, **pilots),
            "I02": stock,
            "I03": sum(vehicles.values()) if vehicles else None,
            "I04": Fraction(VEHICLES_OF_THE_PLAN[self.year], stock) if stock else None,
            "I05": (with_one, places),
            "I06": Fraction(stations, places),
            "I07": Fraction(stock, places),
            "I35": self.sum(["public_pile_unsplit"]),
            "I36": self.sum(["public_dc_pile"]),
            "I37": self.sum(["public_ac_pile"]),
            "I38": self.sum(["public_connector"]),
            "I39": self.sum(["public_power"]),
            "I40": self.sum(DEDICATED),
            "I41": self.sum(["private_dc_pile", "private_ac_pile"]),
            "I42": self.sum(["inspection"], **pilots),
            "I43": self.sum(["hazard_general", "hazard_grave"]),
            "I44": self.sum(["hazard_grave"]),
            "I45": self.sum(["swap_station"]),
            "I08": self.covered(self.townships, PUBLIC, 1),
            "I09": self.covered(self.townships, PUBLIC, 5, seat=True),
            "I10": self.covered(self.villages, PUBLIC, 2),
            "I11": self.farthest(lambda code: code.startswith("1406")),
            "I12": self.farthest(lambda code: code.endswith("_core")),
            "I13": self.farthest(lambda code: code.endswith("_outer")),
            "I14": self.site_share(["car_park", "commercial", "hub"], "parking_space", piles=every),
            "I15": self.site_coverage("estate", every),
            "I16": self.site_share(["institution"], "parking_space", piles=DEDICATED),
            "I17": self.site_share(["scenic"], "parking_space", level="charging_space"),
            "I18": self.site_coverage("post_house", every),
            "I19": self.site_coverage("camp", every),
            "I20": self.farthest(lambda code: code.endswith("_great_wall_1")),
            "I21": self.site_coverage("parking_area", every),
            "I22": self.site_share(["parking_area"], "parking_space", level="charging_space"),
            "I23": self.farthest(lambda code: code.endswith("_trunk")),
            "I24": self.site_coverage("service_area", ["public_dc_pile"]),
            "I25": self.site_share(["service_area"], "car_space", piles=every),
            **{
                code: self.sum([measure], kind=kind, **pilots)
                for code, (kind, measure) in zip(
                    ("I26", "I27", "I28", "I29", "I30", "I31", "I32"), PILOTS.items(), strict=True
                )
            },
        }

    def rows_of_annex(self):
        return {
            row.code: self.sum(PUBLIC, row=row, this_year=True, cause="added")
            for row in Unit.objects.filter(targets__isnull=False).distinct()
        }


def told(figure):
    """A figure in the oracle's words."""
    if figure.value is None:
        return None
    if figure.of is not None and figure.form == "coverage":
        return figure.value, figure.of
    return figure.value


def same(told_, expected) -> bool:
    """Decimals are compared with the oracle's fractions to twenty digits."""
    if isinstance(expected, Fraction) and told_ is not None:
        return abs(Fraction(told_) - expected) < Fraction(1, 10**20)
    return told_ == expected


@pytest.fixture
def line():
    officer = cast.officer()
    submission = make.draft(officer, Month(2025, 3))
    return drafting.put_line(
        officer, submission, LineKind.ADDED, drafting.new_key(), make.new_piles()
    )


def test_every_indicator_of_random_ledgers_is_what_the_oracle_says(line):
    chance, written = random.Random(2024), set()
    for seed in range(LEDGERS):
        month = Month(chance.choice([2024, 2025]), chance.randrange(1, 13))
        with transaction.atomic():
            ledger = RandomLedger(seed, line)
            ledger.fill()
            returned = ledger.report(month)
            oracle, reading = Oracle(month), read(month)
            written |= {entry.measure for entry in ledger.entries}
            assert set(oracle.answers()) | COMPARED_APART == set(reading.indicators)
            for code, expected in oracle.answers().items():
                figure = reading.figure(code)
                assert same(told(figure), expected), (
                    seed,
                    str(month),
                    code,
                    told(figure),
                    expected,
                )
            with make.at(date(2026, 1, 20)):  # every month of the year is due
                punctual = read(month).figure("I34")
            assert returned is None or (punctual.value, punctual.of) == returned, seed
            rows = {s.figure.where.unit: s.figure.value for s in reading.quota_standings()}
            assert rows == oracle.rows_of_annex(), seed
            assert sum(rows.values()) + reading.uncredited().value == reading.figure("I01").value
            transaction.set_rollback(True)
    groups = {group for row in reading.indicators.values() for group in (row.counts, row.over)}
    counted = {measure for group in groups for measure in GROUPS.get(group, ())}
    # else nothing would be compared with nothing; stations follow from piles
    assert counted - written == {"public_station"}
