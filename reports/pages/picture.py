"""One picture of a return or of a field check: large, with what it shows, when and where it was
taken, and the way to the next."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ledger.lines.readback import sentence
from ledger.models import Attachment, Line, Site, Submission
from ledger.sites import course
from ledger.sites import pictures as of_returns
from reports.checking import panels, pictures
from reports.pages.visit import shown_picture
from shanyin_charging import clock, dates
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request


def picture(request: Request, pk: int) -> HttpResponse:
    """A picture for those who may see its return; the next and the one before are those of its
    return, or of the site that it was opened at."""
    seen = Attachment.objects.attached().pictures().visible_to(request.user, clock.today())
    found = get_object_or_404(seen.select_related("submission__period", "submission__unit"), pk=pk)
    of_returns.measured([found])
    site, told = site_of(request), found.submission
    row = (
        [one.pk for chapter in course.history(request.user, site) for one in chapter.pictures]
        if site
        else list(seen.filter(submission=told).values_list("pk", flat=True))
    )
    context = {
        "found": found,
        "home": at_site(site, "pictures") if site else at_return(request.user, told),
        "file": reverse("attachment", args=[pk]),
        "said": said_of(found),
        "source": str(told),
    }
    return shown(request, "picture", context, row, site)


def of_check(request: Request, pk: int) -> HttpResponse:
    """A picture of a field check, for those who may see the check; its neighbours are those of the
    check, or of all checks of the site that it was opened at."""
    found, site = shown_picture(request, pk), site_of(request)
    visit = found.visit
    pictures.measured(visit, [found])
    row = (
        [one.pk for seen in panels.of_site(request.user, site) for one in seen.pictures]
        if site
        else list(visit.pictures.order_by("step", "pk").values_list("pk", flat=True))
    )
    day = dates.official_date(visit.round.held_on)
    context = {
        "found": found,
        "home": at_site(site, "checks")
        if site
        else (reverse("visit", args=[visit.pk]), f"{visit.site}现场核查"),
        "file": reverse("visit_picture", args=[pk]),
        "said": found.step.finding.text if found.step else "",
        "source": f"{visit.site}　{day}现场核查",
    }
    return shown(request, "look_at_check", context, row, site)


def shown(
    request: Request, name: str, context: dict[str, Any], row: Sequence[int], site: Site | None
) -> HttpResponse:
    """The page of one picture of a row, else 404."""
    pk = context["found"].pk
    if pk not in row:
        raise Http404
    at, around = row.index(pk), f"?site={site.pk}" if site else ""

    def address(number: int) -> str:
        return reverse(name, args=[number]) + around

    context |= {
        "number": at + 1,
        "of": len(row),
        "before": address(row[at - 1]) if at else "",
        "after": address(row[at + 1]) if row[at + 1 :] else "",
    }
    return render(request, "reports/picture.html", context)


def at_site(site: Site, part: str) -> tuple[str, str]:
    """Where the pictures of a site stand."""
    return f"{reverse('site', args=[site.pk])}#{part}", str(site)


def at_return(user: User, told: Submission) -> tuple[str, str]:
    """Where the pictures of a return stand: in its form, while its unit writes it."""
    if told.is_open and not user.sees_all_units:
        page = reverse("fill_return", args=[told.period_id, told.unit.code])
        return f"{page}#evidence", str(told)
    return reverse("submission", args=[told.pk]), str(told)


def site_of(request: Request) -> Site | None:
    """The site at which the pictures are looked at; None for those of a return."""
    if not (given := request.GET.get("site", "")):
        return None
    pk = int(given) if given.isdecimal() else 0
    return get_object_or_404(Site.objects.visible_to(request.user), pk=pk)


def said_of(found: Attachment) -> str:
    """The newest word of the line that a picture is of; empty for one of the whole return."""
    lines = Line.objects.filter(version__submission=found.submission, key=found.line_key)
    line = lines.order_by("version__number").last() if found.line_key else None
    return sentence(line) if line and line.values is not None else ""
