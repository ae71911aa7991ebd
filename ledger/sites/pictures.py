"""Pictures of what was reported: which line and which site each is of, and how far from the site it
was taken."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from ledger import datum
from ledger.entries import stocks
from ledger.models import Attachment, Entry, Line, Point
from shanyin_charging import clock
from shanyin_charging.accounts.models import User

Of = tuple[int, str]  # a submission, and the key of one of its lines


@dataclass
class Chapter:
    """What one line brought about at a site, with its pictures."""

    on: date
    line: Line
    said: list[str]
    pictures: list[Attachment] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What was reported, in short."""
        return "，".join(dict.fromkeys(self.said)) or "报送"


def history(user: User, site: int) -> list[Chapter]:
    """What a site looked like, the newest first, as far as the person may see the returns."""
    chapters = chapters_of(stocks.homes([site]))
    subs, keys = {of[0] for of in chapters}, {of[1] for of in chapters}
    found = (
        Attachment.objects.attached()
        .pictures()
        .visible_to(user, clock.today())
        .filter(submission__in=subs, line_key__in=keys)
    )
    for one in measured(found):
        if chapter := chapters.get((one.submission_id, one.line_key)):
            chapter.pictures.append(one)
    return [chapter for chapter in chapters.values() if chapter.pictures]


def chapters_of(sites: Collection[int]) -> dict[Of, Chapter]:
    """What each line has posted at one of these sites, the newest first."""
    posted = (
        Entry.objects.filter(site__in=sites, line__isnull=False)
        .counting()
        .select_related("line__version__submission__period", "line__version__submission__unit")
        .order_by("-on", "-number")
    )
    found: dict[Of, Chapter] = {}
    for entry in posted:
        line = entry.line
        assert line, "asked for above"
        chapter = found.setdefault(
            (line.version.submission_id, line.key), Chapter(entry.on, line, [])
        )
        if entry.measure.endswith("_pile"):
            said = f"{entry.cause_word}{entry.get_measure_display()}{entry.quantity.lstrip('−')}"
            chapter.said.insert(0, said)
    return found


def measured(pictures: Iterable[Attachment]) -> list[Attachment]:
    """The files, each with how many metres from its site it was taken, where both are known."""
    found = list(pictures)
    told = [one for one in found if one.line_key and one.position]
    sites = sites_of(told) if told else {}
    points = {point.site_id: point for point in Point.objects.filter(site__in=sites.values())}
    for one in told:
        point = points.get(sites.get((one.submission_id, one.line_key), 0))
        if point and one.position:
            one.metres = round(datum.kilometres(one.position, point.wgs84) * 1000)
    return found


def sites_of(files: Collection[Attachment]) -> dict[Of, int]:
    """The site that the line of each file names, or that its approval brought in."""
    subs, keys = {one.submission_id for one in files}, {one.line_key for one in files}
    of = "version__submission"
    lines = Line.objects.filter(key__in=keys, **{f"{of}__in": subs}).order_by("version__number")
    told = lines.values_list(of, "key", "values__site")
    posted = Entry.objects.filter(
        line__key__in=keys, line__version__submission__in=subs, site__isnull=False
    ).values_list("line__version__submission", "line__key", "site")
    return {(sub, key): site for sub, key, site in [*told, *posted] if isinstance(site, int)}


def how_many(sites: Collection[int]) -> Counter[int]:
    """How many pictures there are of each site, by its number."""
    lines, subs = lines_at(sites)
    found = Attachment.objects.attached().pictures().filter(submission__in=subs)
    of = found.exclude(line_key="").values_list("submission", "line_key")
    return Counter(lines[pair] for pair in of if pair in lines)


def newest(user: User, sites: Collection[int]) -> dict[int, Attachment]:
    """The last picture of each site, as far as the person may see the returns."""
    lines, subs = lines_at(sites)
    seen = Attachment.objects.attached().pictures().visible_to(user, clock.today())
    found = seen.filter(submission__in=subs).exclude(line_key="").order_by("uploaded_at", "pk")
    return {
        lines[one.submission_id, one.line_key]: one
        for one in found
        if (one.submission_id, one.line_key) in lines
    }


def lines_at(sites: Collection[int]) -> tuple[dict[Of, int], QuerySet]:
    """The site that each line has posted at, of these sites; and the submissions of the lines."""
    home = stocks.homes(sites)
    posted = Entry.objects.filter(site__in=home, line__isnull=False).counting().order_by()
    of = "line__version__submission"
    told = posted.values_list(of, "line__key", "site").distinct()
    return {(sub, key): home[site] for sub, key, site in told}, posted.values(of)


def located(sites: Iterable[int]) -> set[int]:
    """Those of the sites of which somebody has told where they are."""
    told = Point.objects.filter(site__in=list(sites)).values_list("site", flat=True)
    return {site for site in told if site}
