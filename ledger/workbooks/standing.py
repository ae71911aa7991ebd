"""What the ledger, the returns in review and earlier lists already have of a list's sites; each
asked of the database once for the whole list."""

from collections.abc import Mapping
from functools import cached_property

from django.db.models import Exists, OuterRef

from ledger import datum
from ledger.entries import stocks
from ledger.lines.fields import folded
from ledger.models import Line, LineKind, Point, Site, State, Submission, Upload, Version
from targets.models import Area

NEAR = 0.1  # kilometres within which two sites may well be one
GIVEN_UP = (State.SENT_BACK, State.DROPPED)
WAITING = (State.DRAFT, State.CHECKING, State.SUBMITTED, State.IN_REVIEW, State.SENT_BACK)
PILE_MEASURES = tuple(
    measures[name] for measures in stocks.NATURES.values() for name in ("dc", "ac")
)


class Standing:
    """What is there already in a county."""

    def __init__(self, county: Area) -> None:
        self.county = county

    @cached_property
    def piles(self) -> dict[int, int]:
        """Site by id to the piles that stand there."""
        found: dict[int, int] = {}
        sites = Site.objects.filter(county=self.county, merged_into=None)
        numbers = sites.values_list("pk", flat=True)
        for (site, measure), value in stocks.stocks_of(numbers).items():
            if measure in PILE_MEASURES:
                found[site] = found.get(site, 0) + value
        return found

    @cached_property
    def in_review(self) -> dict[tuple[str, str], Line]:
        """(village, folded name) of each site that a return brings in which is not approved yet, or
        ("", id) of one that the ledger has, to the line."""
        newer = Version.objects.filter(
            submission=OuterRef("version__submission"), number__gt=OuterRef("version__number")
        )
        found = Line.objects.filter(
            version__submission__period__county=self.county,
            version__submission__state__in=WAITING,
            kind__in=[LineKind.ADDED, LineKind.OPENING],
            values__isnull=False,
        ).exclude(Exists(newer))
        told = {}
        for line in found.select_related(
            "version__submission__unit", "version__submission__period"
        ):
            values = line.read_as
            known = ("", str(values["site"])) if values.get("site") else None
            told[known or (values["village"], folded(values["site_name"]))] = line
        return told

    @cached_property
    def points(self) -> dict[int, Point]:
        """Site by id to where it was last said to be."""
        found = Point.objects.filter(site__county=self.county, site__merged_into=None)
        return {
            p.site_id: p
            for p in found.select_related("site__area").order_by("on", "id")
            if p.site_id
        }


def away(lng: str, lat: str, point: Point) -> float:
    """Kilometres between a list's point and a recorded one. A list does not say by which datum it
    has its points: the nearest reading of the three counts."""
    return min(
        datum.kilometres(datum.to_wgs84(float(lng), float(lat), code), point.wgs84)
        for code, _ in Point.DATUMS
    )


def nearest(lng: str, lat: str, points: Mapping[int, Point]) -> tuple[float, Point] | None:
    """(kilometres, point) of the recorded point that is nearest to a list's own; None where there
    is none within reach, or the list says no point."""
    if not lng or not lat:
        return None
    close = (p for p in points.values() if abs(float(p.longitude) - float(lng)) < NEAR)
    found = min(((away(lng, lat, p), p.pk, p) for p in close), default=None)
    return (found[0], found[2]) if found and found[0] <= NEAR else None


def written_before(upload: Upload) -> Upload | None:
    """A list of the same content that was written, and neither dropped nor sent back since."""
    stands = Submission.objects.filter(upload=OuterRef("pk")).exclude(state__in=GIVEN_UP)
    same = Upload.objects.filter(period=None, sha256=upload.sha256).exclude(pk=upload.pk)
    return same.filter(Exists(stands)).select_related("uploaded_by").first()
