"""One picture: large, with what it shows, when and where it was taken, and the way to the next."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from ledger.lines.readback import sentence
from ledger.models import Attachment, Line, Site
from ledger.sites import course, pictures
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request


def picture(request: Request, pk: int) -> HttpResponse:
    """A picture for those who may see its return; the next and the one before are those of its
    return, or of the site that it was opened at."""
    seen = Attachment.objects.attached().pictures().visible_to(request.user, clock.today())
    found = get_object_or_404(seen.select_related("submission__period", "submission__unit"), pk=pk)
    pictures.measured([found])
    site = site_of(request)
    row = (
        [one.pk for chapter in course.history(request.user, site) for one in chapter.pictures]
        if site
        else list(seen.filter(submission=found.submission).values_list("pk", flat=True))
    )
    if pk not in row:
        raise Http404
    at = row.index(pk)
    return render(
        request,
        "reports/picture.html",
        {
            "found": found,
            "site": site,
            "submission": found.submission,
            "said": said_of(found),
            "number": at + 1,
            "of": len(row),
            "before": row[at - 1] if at else None,
            "after": row[at + 1] if row[at + 1 :] else None,
            "around": f"?site={site.pk}" if site else "",
        },
    )


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
