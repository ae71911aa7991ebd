"""Pictures of what was reported: which line and which site each is of, and how far from the site it
was taken."""

from collections import Counter
from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from ledger import datum
from ledger.entries import stocks
from ledger.models import Attachment, Entry, Line, Point
from ledger.models.attachments import AttachmentQuerySet
from shanyin_charging import clock
from shanyin_charging.accounts.models import User

Of = tuple[int, str]  # a submission, and the key of one of its lines
OF = ("submission", "line_key")


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
    found = of_lines(sites)
    lines = lines_at(sites, found)
    return Counter(lines[of] for of in found.values_list(*OF) if of in lines)


def newest(user: User, sites: Collection[int]) -> dict[int, Attachment]:
    """The last picture of each site, as far as the person may see the returns."""
    found = of_lines(sites).visible_to(user, clock.today())
    lines = lines_at(sites, found)
    told = found.order_by("uploaded_at", "pk").values_list(*OF, "pk")
    last = {lines[sub, key]: pk for sub, key, pk in told if (sub, key) in lines}
    files = Attachment.objects.in_bulk(last.values())
    return {site: files[pk] for site, pk in last.items()}


def of_lines(sites: Collection[int]) -> AttachmentQuerySet:
    """The pictures of lines in the county of these sites: fewer than what was ever posted there."""
    found = Attachment.objects.attached().pictures().exclude(line_key="")
    return found.filter(submission__period__county__in=stocks.county_of(sites))


def lines_at(sites: Collection[int], pictures: QuerySet[Attachment]) -> dict[Of, int]:
    """The site that each line that pictures are of has posted at, of these sites."""
    home, of = stocks.homes(sites), "line__version__submission"
    posted = Entry.objects.filter(
        stocks.among(home),
        site__isnull=False,
        line__key__in=pictures.order_by().values("line_key"),
        **{f"{of}__in": pictures.order_by().values("submission")},
    )
    told = posted.counting().order_by().values_list(of, "line__key", "site").distinct()
    return {(sub, key): home[site] for sub, key, site in told if site in home}


def located(sites: Collection[int]) -> set[int]:
    """Those of the sites of which somebody has told where they are."""
    told = Point.objects.filter(stocks.among(sites, "site__county"))
    return set(sites).intersection(site for site in told.values_list("site", flat=True) if site)
