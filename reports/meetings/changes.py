"""What the ledger has taken in since the last meeting: which piles came, left or were corrected,
each once, the newest first."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from ledger.models import Cause, Entry, Kind
from ledger.models.entries import PILES
from reports.figures.formats import signed
from targets.measures import MEASURES
from targets.models import Area, AreaKind

COUNTED = [code for code in PILES if code.endswith("_pile")]
NATURES = {"public": "公共", "dedicated": "专用", "private": "私人"}
CURRENTS = {"dc": "直流", "ac": "交流"}
CORRECTED, UNDONE = "更正", "撤销通过"


@dataclass
class Change:
    """One thing that was posted: when it was so, where, whose, what it did to how many piles."""

    on: date
    place: str
    unit: str
    what: str
    number: int  # of the newest of its entries
    piles: Counter[str] = field(default_factory=Counter)  # by measure, with their sign

    @property
    def public(self) -> int:
        """By how many public piles it changes what is in place."""
        return sum(n for code, n in self.piles.items() if code.startswith("public"))

    @property
    def words(self) -> str:
        """What it did: 新增，公共直流6台、交流2台."""
        parts = []
        for nature, word in NATURES.items():
            found = [(c, self.piles.get(f"{nature}_{c}_pile", 0)) for c in CURRENTS]
            of = "、".join(f"{CURRENTS[c]}{signed(n)}" for c, n in found if n)
            parts += [f"{word}{of}"] if of else []
        return f"{self.what}：{'；'.join(parts)}" if parts else self.what

    @property
    def total(self) -> int:
        """By how many piles of any sort it changes what is in place."""
        return sum(self.piles.values())


def changes(county: Area, since: int, known: int) -> list[Change]:
    """What was posted behind an entry's number, up to another; the newest first. What only says
    more of the opening balance, or that two places are one, is no change."""
    entries = Entry.objects.filter(county=county, number__gt=since, number__lte=known)
    entries = entries.filter(measure__in=COUNTED)
    rows = entries.exclude(cause__in=[Cause.OPENING, Cause.RELOCATED]).select_related(
        "site__area__parent", "area__parent", "replaces", "line__version__submission__unit"
    )
    found: dict[tuple, Change] = {}
    for entry in rows.order_by("number"):
        key = entry.line_id, entry.site_id, entry.on, entry.cause
        change = found.setdefault(key, begun(entry))
        change.number = entry.number
        was = entry.replaces.value if entry.replaces else 0
        change.piles[entry.measure] += (entry.value - was) // MEASURES[entry.measure].scale
    return sorted((c for c in found.values() if any(c.piles.values())), key=lambda c: -c.number)


def begun(entry: Entry) -> Change:
    """A change with nothing counted yet."""
    unit = entry.line.version.submission.unit.name if entry.line else ""
    where = (entry.site.area, entry.site.name) if entry.site else (entry.area, "")
    return Change(entry.on, place(*where), unit, called(entry), entry.number)


def place(area: Area, name: str) -> str:
    """A site behind its village, which is not said twice."""
    if area.kind == AreaKind.VILLAGE and name.startswith(area.name):
        return f"{area.full_name.removesuffix(area.name)}{name}"
    return f"{area.full_name}{name}"


def called(entry: Entry) -> str:
    """What was done: for what takes another entry's place that it was corrected, or undone."""
    if entry.cause == Cause.REVERSED:
        return UNDONE
    if entry.replaces and entry.line and entry.line.version.submission.kind == Kind.CORRECTION:
        return CORRECTED
    return entry.cause_word


def by_unit(found: Iterable[Change]) -> Iterator[tuple[str, int, int]]:
    """(unit, how many changes, by how many public piles) of those that are not told one by one, in
    the order of the most."""
    number: Counter[str] = Counter()
    piles: Counter[str] = Counter()
    for change in found:
        number[change.unit] += 1
        piles[change.unit] += change.public
    for unit, count in number.most_common():
        yield unit, count, piles[unit]
