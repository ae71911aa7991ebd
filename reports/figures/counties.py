"""县域比较: the counties of a city or province side by side, on what their plans share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from ledger.entries import facts
from ledger.entries.facts import Facts
from reports.figures import evaluate
from reports.figures.definition import Definition, blank
from reports.figures.figure import NO_DENOMINATOR, Figure, Where
from reports.figures.reading import read
from reports.models import Level, SupervisionNotice
from shanyin_charging import serving
from targets.measures import GROUPS
from targets.models import Area, AreaKind, Plan
from targets.months import Month


def _defined(name: str, unit: str, counts: str, **fields: object) -> Definition:
    plain = {"form": "total", "causes": (), "window": "to_date", "across": "", "only": ""}
    named = {"code": "", "name": name, "unit": unit, "counts": counts}
    return Definition(**{**plain, **named, "at_least": None, "over": "", **fields})  # type: ignore[arg-type]


STOCK = _defined("公共充电桩", "台", "public_pile")
ADDED = _defined("本年新增", "台", "public_pile", causes=("added",), window="year")
VEHICLES = _defined("电动汽车", "辆", "vehicle", window="latest")
RATIO = _defined("桩车比", "1:n", "vehicle", form="ratio", over="public_pile", window="latest")
POWER = _defined("公共充电容量", "千瓦", "public_power")
COUNTED = (STOCK, ADDED, VEHICLES, RATIO, POWER)
COVERED = _defined("有公共桩的乡（镇）", "个", "public_pile", form="coverage")
ON_TIME = _defined("按时报送", "家", "return", form="timeliness", window="month")
HEADS = [definition.name for definition in (*COUNTED, COVERED, ON_TIME)]
MEASURES = tuple(dict.fromkeys(code for d in COUNTED for code in GROUPS[d.counts]))


@dataclass(frozen=True)
class Beside:
    """One county: its figures in the order of `HEADS`, how many notices are open, by which plan
    the month is judged."""

    county: Area
    figures: list[Figure]
    notices: int
    plan: Plan


def below(division: str) -> QuerySet[Area]:
    """The counties of a city or province that have a plan."""
    found = Area.objects.filter(kind=AreaKind.COUNTY, code__startswith=division)
    return found.filter(plans__isnull=False).distinct().order_by("code")


def side_by_side(counties: Iterable[Area], month: Month) -> list[Beside]:
    """The counties at the end of a month."""
    counties = list(counties)
    known = facts.across(MEASURES, month, counties)
    piles = facts.by_township(GROUPS["public_pile"], month, counties)
    notices = _open_notices(counties)
    return [
        _beside(county, month, known.get(county.code), piles, notices.get(county.pk, 0))
        for county in counties
    ]


def _beside(
    county: Area,
    month: Month,
    known: Facts | None,
    piles: Mapping[str, int],
    notices: int,
) -> Beside:
    where = Where(area=county.code, name=county.name)
    own = known or Facts(county.code, 0)
    with serving.of(county.code):
        reading = read(month)
        figures = [
            evaluate.evaluate(definition, own, where, month, reading) for definition in COUNTED
        ]
        townships = reading.places[AreaKind.TOWNSHIP]
        covered = sum(piles.get(place.area, 0) > 0 for place in townships)
        without = "" if townships else NO_DENOMINATOR
        value = covered if townships else None
        of_places = blank(COVERED, where, month, value=value, of=len(townships), why=without)
        on_time = evaluate.timeliness(ON_TIME, own, where, month, reading)
        return Beside(county, [*figures, of_places, on_time], notices, reading.plan)


def _open_notices(counties: Iterable[Area]) -> dict[int, int]:
    found = SupervisionNotice.objects.filter(county__in=counties).exclude(level=Level.AGREED)
    running = found.running()
    return dict(running.order_by().values_list("county").annotate(Count("pk")))
