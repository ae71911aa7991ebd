"""How much of what stands can be looked at: piles at sites of which there are pictures, whose
position is known, and at which somebody was on the spot."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.entries import stocks
from ledger.models import Site
from ledger.sites import pictures
from reports.figures import visited
from targets.models import Area, AreaKind

PILES = ("public_dc_pile", "public_ac_pile", "dedicated_dc_pile", "dedicated_ac_pile")
HEADS = ("乡（镇）", "公共和专用桩（台）", "有照片（台）", "有位置（台）", "现场核查过（台）")


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


def by_township(sites: Iterable[Site]) -> list[Proved]:
    """Of each township that has piles, in the order of their codes, and of all."""
    standing = sorted(sites, key=lambda site: site.area.code)
    numbers = [site.pk for site in standing]
    stock, whole = stocks.stocks_of(standing), Proved("合计")
    looks, known = pictures.how_many(numbers), pictures.located(numbers)
    seen = visited.seen(standing)
    found: dict[str, Proved] = {}
    for site in standing:
        if not (piles := sum(stock[site.pk, code] for code in PILES)):
            continue
        name = township_of(site).name
        for one in (found.setdefault(name, Proved(name)), whole):
            one.piles += piles
            one.pictured += piles * (site.pk in looks)
            one.located += piles * (site.pk in known)
            one.visited += piles * (site.pk in seen)
    return [*found.values(), whole] if found else []


def township_of(site: Site) -> Area:
    """The township that a site stands in."""
    area = site.area
    return area.parent if area.kind == AreaKind.VILLAGE and area.parent else area
