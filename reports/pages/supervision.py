"""Pages of 督办: the board with what the ladder proposes, one notice with its course, its form, its
paper."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from reports import rules
from reports.bulletins import honours
from reports.figures import formats
from reports.figures.reading import figure_at
from reports.models import Level, NoticeFile, NoticeState, SupervisionNotice
from reports.models.supervision import RUNNING
from reports.pages.downloads import download
from reports.pages.forms import NoticeForm
from reports.supervision import following_up, ladder, workflow
from reports.supervision.ladder import Proposal
from reports.supervision.opening import start_of
from reports.supervision.sheet import sheet
from reports.supervision.workflow import Refused
from shanyin_charging import clock, spreadsheet
from targets.models import Area, Unit


def board(request):
    """督办台: what is running by colour and age, what waits for whom, what the ladder proposes; a
    unit sees its own."""
    found = SupervisionNotice.objects.visible_to(request.user).select_related("lead")
    running = [
        n
        for n in found
        if n.state not in (NoticeState.CLOSED, NoticeState.ARCHIVED, NoticeState.DROPPED)
    ]
    for running_one in running:
        running_one.late = running_one.is_overdue(clock.today())
    proposed, rule = following_up.proposals() if request.user.reviews else ([], None)
    return render(
        request,
        "supervision/board.html",
        {
            "running": sorted(running, key=lambda n: (-list(Level).index(n.level), n.due_on)),
            "rule": rule,
            "done": [n for n in found if n not in running],
            "proposed": named(proposed),
            "praise": honours.RULE,
            "may_open": bool(rules.can_open(request.user)),
        },
    )


def named(proposed: list[Proposal]) -> list[tuple[Unit, Proposal]]:
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[p.unit for p in proposed])}
    return [(units[p.unit], p) for p in proposed]


def open_(request):
    """立项: a form, filled in from a proposal of the ladder or from a figure where one is given."""
    user, data = request.user, request.POST if request.method == "POST" else request.GET
    if not rules.can_open(user) and not rules.can_instruct(user):
        raise Http404
    try:
        given = start_of(data)
    except (ValueError, KeyError):
        raise Http404("没有这个数字") from None
    if request.method != "POST":
        return render(
            request, "supervision/open.html", {"form": NoticeForm(initial=given), "given": given}
        )
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return render(request, "supervision/open.html", {"form": form, "given": given}, status=400)
    try:
        made = workflow.open_notice(
            user,
            instructing=not rules.can_open(user),
            county=Area.objects.get(code=settings.COUNTY),
            topic=given["topic"],
            figure_key=given["figure_key"],
            figure_text=given["figure_text"],
            **form.cleaned_data,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "supervision/open.html", {"form": form, "given": given}, status=409)
    messages.success(request, "已立项；核对后送审批")
    return redirect("notice", made.pk)


def notice(request, pk):
    """One notice: what it asks, its course, its files, what the person may do now."""
    found = get_object_or_404(
        SupervisionNotice.objects.visible_to(request.user).select_related("lead"), pk=pk
    )
    workflow.opened(request.user, found)
    form = (
        NoticeForm(instance=found)
        if found.state == NoticeState.DRAFT and rules.can_open(request.user)
        else None
    )
    return show(request, found, form)


def show(request, found, form=None, refusal="", typed=None, status=200):
    running = found.state in RUNNING and found.topic in (ladder.RETURNS, ladder.PROGRESS)
    return render(
        request,
        "supervision/notice.html",
        {
            "notice": found,
            "steps": found.steps.prefetch_related("files"),
            "labels": LABELS,
            "form": form,
            "refusal": refusal,
            "actions": workflow.available(request.user, found),
            "overdue": found.is_overdue(clock.today()),
            "typed": typed,
            "openings": found.openings.select_related("user"),
            "cured": following_up.standing().cured(found) if running else "",
            "figure_now": now_of(found.figure_key),
        },
        status=status,
    )


LABELS = {workflow.OPENED: "立项", **{t.verb: t.label for t in workflow.TRANSITIONS}}


def now_of(key) -> str:
    """What the figure that a notice was opened for is now."""
    return formats.text(figure_at(key)[1]) if key else ""


@require_POST
def act(request, pk, verb):
    """One verb, pressed by a person."""
    found = get_object_or_404(SupervisionNotice.objects.visible_to(request.user), pk=pk)
    text, form = request.POST.get("text", ""), None
    try:
        if verb == "rewrite":
            form = NoticeForm(request.POST, instance=SupervisionNotice.objects.get(pk=pk))
            if not form.is_valid():
                return show(request, found, form, status=400)
            workflow.rewrite(request.user, found, **form.cleaned_data)
            messages.success(request, "已保存")
        elif done := workflow.TRANSITIONS.done(verb):
            workflow.move(
                request.user, verb, found, text, day_in(request.POST), request.FILES.getlist("file")
            )
            messages.success(request, done)
        else:
            raise Http404
    except Refused as refusal:
        found.refresh_from_db()
        typed = {"verb": verb, "text": text, "day": request.POST.get("due_on", "")}
        return show(request, found, form, str(refusal), typed, status=409)
    return redirect("notice", pk)


def day_in(data):
    """The day that was typed; None for none or for what is not one."""
    try:
        return parse_date(data.get("due_on", ""))
    except ValueError:
        return None


def notice_file(request, pk):
    """A piece of evidence, as it was handed in."""
    visible = SupervisionNotice.objects.visible_to(request.user)
    file = get_object_or_404(NoticeFile.objects.filter(step__notice__in=visible), pk=pk)
    return spreadsheet.named(
        HttpResponse(bytes(file.content), content_type=file.content_type), file.name
    )


def notice_sheet(request, pk, format):
    """督办单 on paper, with the places for signatures."""
    found = get_object_or_404(
        SupervisionNotice.objects.visible_to(request.user).select_related("lead"), pk=pk
    )
    if format not in ("pdf", "docx"):
        raise Http404
    return download(request, lambda: sheet(found, LABELS), format)
