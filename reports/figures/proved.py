"""How much of what stands can be looked at: piles at sites of which there are pictures, whose
position is known, and at which somebody was on the spot."""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass

from ledger.entries import stocks
from ledger.models import Site
from ledger.sites import pictures
from reports.figures import visited
from targets.models import Area, AreaKind

PILES = ("public_dc_pile", "public_ac_pile", "dedicated_dc_pile", "dedicated_ac_pile")
HEADS = ("乡（镇）", "公共和专用桩（台）", "有照片（台）", "有位置（台）", "现场核查过（台）")


@dataclass(frozen=True)
class Evidence:
    """What stands at some sites and what there is to look at, by their numbers: stocks by site and
    measure in its smallest unit, pictures, whose position is known, at which somebody was."""

    stocks: Mapping[tuple[int, str], int]
    pictures: Mapping[int, int]
    located: Set[int]
    visited: Set[int]


@dataclass
class Proved:
    """Of a township: how many piles stand, at sites with pictures, at sites whose position is
    known, and at sites that were checked on the spot."""

    name: str
    piles: int = 0
    pictured: int = 0
    located: int = 0
    visited: int = 0

    @property
    def row(self) -> tuple[str, int, int, int, int]:
        """As it stands in a table."""
        return self.name, self.piles, self.pictured, self.located, self.visited

    @property
    def told(self) -> list[tuple[str, str | int]]:
        """The same, each beside its head."""
        return list(zip(HEADS, self.row, strict=True))


def evidence(sites: Collection[Site]) -> Evidence:
    """What there is of these sites; a fixed number of queries."""
    numbers = [site.pk for site in sites]
    return Evidence(
        stocks.stocks_of(numbers),
        pictures.how_many(numbers),
        pictures.located(numbers),
        visited.seen(numbers),
    )


def by_township(sites: Iterable[Site], known: Evidence) -> list[Proved]:
    """Of each township that has piles, in the order of their codes, and of all."""
    whole, found = Proved("合计"), dict[str, Proved]()
    for site in sorted(sites, key=lambda site: site.area.code):
        if not (piles := sum(known.stocks[site.pk, code] for code in PILES)):
            continue
        name = township_of(site).name
        for one in (found.setdefault(name, Proved(name)), whole):
            one.piles += piles
            one.pictured += piles * (site.pk in known.pictures)
            one.located += piles * (site.pk in known.located)
            one.visited += piles * (site.pk in known.visited)
    return [*found.values(), whole] if found else []


def township_of(site: Site) -> Area:
    """The township that a site stands in."""
    area = site.area
    return area.parent if area.kind == AreaKind.VILLAGE and area.parent else area
