"""One notice of supervision: its course, its form, its paper, what may be done to it."""

from datetime import date

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from ledger.periods.now import Calendar
from ledger.reminders import arrival
from reports import rules
from reports.bulletins import numbering
from reports.models import NoticeFile, SupervisionNotice
from reports.models.files import BYTES
from reports.models.supervision import RUNNING
from reports.pages import downloads, scans
from reports.pages.forms import NoticeForm
from reports.supervision import following_up, ladder, subjects, workflow
from reports.supervision.opening import now_of, start_of
from reports.supervision.sheet import sheet
from reports.supervision.told import seen_of
from reports.supervision.workflow import LABELS
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request
from shanyin_charging.jobs.lengthy import lengthy
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused
from targets.plan import queries

FILES = Prefetch("files", NoticeFile.objects.defer(*BYTES))


def open_(request: Request) -> HttpResponse:
    """立项: a form, filled in from a proposal of the ladder or from a figure where one is given."""
    user, data = request.user, request.POST if request.method == "POST" else request.GET
    if not rules.can_open(user):
        raise Http404
    try:
        given = start_of(data)
        shown = stamp(given["figure_text"], given["matter"], given["source"])
    except (ValueError, KeyError):
        raise Http404("没有这个数字") from None
    if request.method != "POST":
        return render(
            request,
            "supervision/open.html",
            {"form": NoticeForm(initial=given), "given": given, "seen": shown},
        )
    form = NoticeForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "given": given, "seen": shown}
        return render(request, "supervision/open.html", context, status=400)
    try:
        require_seen(request.POST.get("seen", ""), shown, workflow.KEPT)
        made = workflow.open_notice(
            user,
            county=queries.served(),
            topic=given["topic"],
            figure_key=given["figure_key"],
            figure_text=given["figure_text"],
            **form.cleaned_data,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        context = {"form": form, "given": given, "seen": shown}
        return render(request, "supervision/open.html", context, status=409)
    messages.success(request, "已立项；核对后送审批")
    return redirect("notice", made.pk)


def notice(request: Request, pk: int) -> HttpResponse:
    """One notice: what it asks, its course, its files, what the person may do now."""
    found = get_object_or_404(
        SupervisionNotice.objects.visible_to(request.user, clock.today()).select_related("lead"),
        pk=pk,
    )
    workflow.opened(request.user, found)
    form = NoticeForm(instance=found) if rules.can_rewrite(request.user, found) else None
    return show(request, found, form)


def show(
    request: Request,
    found: SupervisionNotice,
    form: NoticeForm | None = None,
    refusal: str = "",
    typed: dict | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a notice; `typed` is what was refused, and stands in its field again."""
    actions = workflow.available(request.user, found)
    has_field = typed and typed["verb"] in [action.verb for action in actions]
    running = found.state in RUNNING and found.topic in (ladder.RETURNS, ladder.PROGRESS)
    return render(
        request,
        "supervision/notice.html",
        {
            "notice": found,
            "seen": seen_of(found),
            "steps": found.steps.prefetch_related(FILES),
            "labels": LABELS,
            "form": form,
            "refusal": refusal,
            "actions": actions,
            "stamped": scans.shown(request.user, found) if found.number else None,
            "series": numbering.series_of_notice(found),
            "overdue": found.is_overdue(clock.today()),
            "typed": typed,
            "reminded": arrival.about(found),
            "lost": typed["text"] if typed and not has_field else "",
            "openings": found.openings.select_related("user"),
            "cured": following_up.outlook(Calendar()).cured(found) if running else "",
            "figure_now": now_of(found.figure_key),
            "words": found.instructions.select_related("by"),
            **subjects.offered(request.user, subjects.of_notice, found),
        },
        status=status,
    )


@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One verb, pressed by a person."""
    found = get_object_or_404(
        SupervisionNotice.objects.visible_to(request.user, clock.today()), pk=pk
    )
    text, seen, form = request.POST.get("text", ""), request.POST.get("seen", ""), None
    try:
        if verb == "rewrite":
            form = NoticeForm(request.POST, instance=SupervisionNotice.objects.served().get(pk=pk))
            if not form.is_valid():
                return show(request, found, form, status=400)
            workflow.rewrite(request.user, found, seen=seen, **form.cleaned_data)
            messages.success(request, "已保存")
        elif done := workflow.TRANSITIONS.done(verb):
            day, files = day_in(request.POST), request.FILES.getlist("file")
            serial = numbering.read(request.POST.get("serial", ""))
            workflow.move(request.user, verb, found, text, day, files, seen, serial)
            messages.success(request, done)
        else:
            raise Http404
    except Refused as refusal:
        found.refresh_from_db()
        typed = {"verb": verb, "text": text, "day": request.POST.get("due_on", "")}
        return show(request, found, form, str(refusal), typed, status=409)
    return redirect("notice", pk)


def day_in(data: QueryDict, name: str = "due_on") -> date | None:
    """The day that was typed; None for none or for what is not one."""
    try:
        return parse_date(data.get(name, ""))
    except ValueError:
        return None


def notice_file(request: Request, pk: int) -> HttpResponse:
    """A piece of evidence, as it is kept, or as a page shows it."""
    visible = SupervisionNotice.objects.visible_to(request.user, clock.today())
    file = get_object_or_404(NoticeFile.objects.filter(step__notice__in=visible), pk=pk)
    return downloads.kept(request, file)


@lengthy()
def notice_sheet(request: Request, pk: int, format: str) -> HttpResponse:
    """督办单 on paper, with the places for signatures."""
    found = get_object_or_404(
        SupervisionNotice.objects.visible_to(request.user, clock.today()).select_related("lead"),
        pk=pk,
    )
    if format not in ("pdf", "docx"):
        raise Http404
    return downloads.download(request, lambda: sheet(found, LABELS), format)
