"""What is being built, as approved returns told it: the one door."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from ledger.entries.placed import villages_of
from ledger.entries.stocks import homes
from ledger.models import Construction, ConstructionWord, Site
from shanyin_charging import clock
from targets.models import Area, Unit
from targets.months import Month


@dataclass(frozen=True)
class UnderWay:
    """A project with the words on it that stand, the newest last."""

    construction: Construction
    words: tuple[ConstructionWord, ...]
    stands_at: Site | None  # the site at which the piles are to stand, where there is one already
    by: date | None = None  # what of the mergers of sites counts: up to that day,
    moment: datetime | None = None  # and recorded before that moment; None: by now

    @property
    def word(self) -> ConstructionWord:
        """How it is."""
        return self.words[-1]

    @property
    def piles(self) -> int:
        """How many are being built."""
        return self.word.piles

    @property
    def row(self) -> str | None:
        """Code of the row of the quotas that they are to count for."""
        return self.word.credited_to.code if self.word.credited_to else None

    @property
    def expected_on(self) -> date | None:
        """The day on which they are expected to be in service."""
        return self.word.expected_on

    @property
    def moved(self) -> list[date]:
        """The days on which they were expected before, in the order in which they were told."""
        days = list(dict.fromkeys(word.expected_on for word in self.words if word.expected_on))
        return [day for day in days if day != self.expected_on]

    @property
    def site(self) -> Site | None:
        """That site, or the one that it was merged into."""
        site = self.stands_at
        while site and site.merged_into and self.counts(site):
            site = site.merged_into
        return site

    def counts(self, merged: Site) -> bool:
        """Whether a merger is one by the day and as known at the moment that is asked for."""
        held = self.by is None or merged.merged_on is None or merged.merged_on <= self.by
        known = self.moment is None or merged.merged_at is None or merged.merged_at < self.moment
        return held and known

    @property
    def place(self) -> str:
        """Where it is, with the name of its site, or of the site that it is to be."""
        site = self.site
        area = site.area if site else self.construction.area
        return f"{area.full_name} {site or self.construction}"

    @property
    def ended(self) -> bool:
        """Whether it is built or given up."""
        return bool(self.word.end)

    def is_overdue(self, day: date) -> bool:
        """Whether its expected day is past."""
        return not self.ended and self.expected_on is not None and self.expected_on < day


def under_way(county: Area, month: Month, moment: datetime | None = None) -> list[UnderWay]:
    """What is being built in a county at a month's end, as far as it was approved before a moment
    (None: by now); what is expected first comes first."""
    found = [project for project in projects(county, month, moment) if not project.ended]
    return sorted(found, key=lambda p: (p.expected_on or date.max, p.construction.pk))


def projects(
    county: Area, month: Month | None = None, moment: datetime | None = None
) -> list[UnderWay]:
    """The same with those that have ended, in the order in which they were first told; as it was
    told last where no month is given. What is in service is so from its day on, whichever return
    tells of it: its piles count from then, and are not counted twice."""
    words = ConstructionWord.objects.filter(construction__county=county)
    if month:
        words = words.filter(on__lte=month.last_day)
    if moment:
        words = words.filter(recorded_at__lt=moment)
    return by_project(words, month, moment)


def of_units(units: Collection[Unit]) -> list[UnderWay]:
    """The projects of some units, as they were told last."""
    return by_project(ConstructionWord.objects.filter(construction__unit__in=units))


def at_site(site: Site) -> list[UnderWay]:
    """What is being built at a place, as it was told last, also where the site came after it."""
    here = Q(construction__site__in=homes([site.pk])) | Q(construction__site=None)
    told = by_project(ConstructionWord.objects.filter(here, construction__county=site.county_id))
    return [one for one in told if not one.ended and one.site == site.present]


def by_project(
    words: QuerySet[ConstructionWord], month: Month | None = None, moment: datetime | None = None
) -> list[UnderWay]:
    """What stands of the words, project by project, at its site as that was known."""
    day = month.last_day if month else None
    about = Construction.objects.select_related(
        "county", "area__parent", "unit__merged_into", "site__area__parent"
    )
    found = words.prefetch_related(Prefetch("construction", about))  # once, not with each word
    told: dict[Construction, list[ConstructionWord]] = {}
    for word in standing(found.select_related("credited_to", "period")):
        told.setdefault(word.construction, []).append(word)
    first = {project: of[0] for project, of in told.items() if not project.site}
    come = come_since(first, day or clock.today())
    return [
        UnderWay(project, tuple(of), project.site or come.get(project), day, moment)
        for project, of in told.items()
    ]


def come_since(
    first: Mapping[Construction, ConstructionWord], day: date
) -> dict[Construction, Site]:
    """The site that another return or a list has brought in at the place of each project, by its
    first word, whatever it is called since, and whichever village the place lies in on a day; of
    several the one that came first."""
    names = {project.name for project in first}
    called = Q(name__in=names) | Q(renamings__before__in=names)
    alike = Site.objects.served().filter(called) if names else Site.objects.none()
    renamed = alike.annotate(before=F("renamings__before"), renamed_on=F("renamings__on"))
    known = list(renamed.order_by("pk").select_related("area"))  # a site for each of its names
    home = cache(lambda: villages_of(next(iter(first)).county, day))

    def is_there(site: Any, project: Construction) -> bool:
        since = first[project].recorded_at.astimezone(clock.ZONE).date()
        earlier = site.before if site.renamed_on and site.renamed_on >= since else site.name
        if project.name not in (site.name, earlier):
            return False
        before = {project.area.code, site.area.code}
        return len(before) == 1 or len({home().get(code, code) for code in before}) == 1

    found = ((one, next((s for s in known if is_there(s, one)), None)) for one in first)
    return {project: site for project, site in found if site}


def in_force(words: Iterable[ConstructionWord]) -> list[ConstructionWord]:
    """Those of all words on some projects that no other one undoes; one that is undone itself
    undoes nothing."""
    words, undone = list(words), set()
    for word in sorted(words, key=lambda word: word.pk, reverse=True):
        if word.undoes_id and word.pk not in undone:
            undone.add(word.undoes_id)
    return [word for word in words if word.pk not in undone]


def standing(words: Iterable[ConstructionWord]) -> list[ConstructionWord]:
    """Those that tell how a project is, the oldest period first."""
    told = [word for word in in_force(words) if not word.undoes_id]
    return sorted(told, key=lambda word: (word.period.starts_on, word.pk))
