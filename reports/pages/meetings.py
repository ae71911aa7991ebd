"""调度会: the list of meetings, one meeting with its pack and what it agreed."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from reports import rules
from reports.documents.typed import printable
from reports.figures.places import names_by_key
from reports.meetings import agreeing, packing, workflow
from reports.meetings.agreed_list import agreed_list
from reports.models import Meeting, NoticeState, Pack
from reports.pages.downloads import download
from reports.pages.meeting_forms import AgreedForm, MeetingForm
from reports.pages.tables import MeetingFilter, MeetingTable
from reports.press import press, web
from shanyin_charging import clock, listing, spreadsheet
from shanyin_charging.accounts.requests import Request
from shanyin_charging.archive import genuine
from shanyin_charging.jobs.lengthy import lengthy
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from targets.plan import queries

FILES = ("pdf", "docx", "xlsx")


def meetings(request: Request) -> HttpResponse:
    """Every meeting, with how much it agreed and how much of that is open."""
    if not request.user.sees_all_units:
        raise Http404
    there = ~Q(agreed__state=NoticeState.DROPPED)
    found = Meeting.objects.visible_to(request.user).annotate(
        all_agreed=Count("agreed", filter=there, distinct=True),
        still_open=Count("agreed", filter=~Q(agreed__state__in=agreeing.ENDED), distinct=True),
        versions=Count("packs", distinct=True),
    )
    found = found.order_by("-held_on")  # which counting has dropped
    chosen = MeetingFilter(request.GET, found)
    context = {"may_call": bool(rules.can_call(request.user))}
    table = MeetingTable(chosen.qs)
    return listing.answer(request, "meetings/meetings.html", "调度会", table, chosen, context)


def plan(request: Request) -> HttpResponse:
    """安排: a day, and where and about what it is."""
    if not rules.can_call(request.user):
        raise Http404
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = workflow.plan(request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("held_on", str(refusal))
        else:
            messages.success(request, workflow.TRANSITIONS.done("plan"))
            return redirect("meeting", made.pk)
    status = 400 if form.errors else 200
    return render(request, "meetings/plan.html", {"form": form}, status=status)


def meeting(request: Request, pk: int) -> HttpResponse:
    """One meeting: what is on the table, its pack, what it agreed, what was said."""
    return show(request, visible(request, pk))


def visible(request: Request, pk: int) -> Meeting:
    """The meeting, else 404."""
    found = Meeting.objects.visible_to(request.user).select_related("county__ledger", "made_by")
    return get_object_or_404(found, pk=pk)


def show(
    request: Request,
    found: Meeting,
    form: AgreedForm | None = None,
    about: MeetingForm | None = None,
    refusal: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a meeting; what was refused stands in its fields again."""
    user, items = request.user, list(agreeing.items(found))
    verbs = {t.verb for t in workflow.TRANSITIONS.available(user, found)}
    packs = list(found.packs.defer("content").select_related("made_by"))
    may_agree = bool(rules.can_agree(user, found))
    drafts = sum(one.state == NoticeState.DRAFT for one in items)
    proposed = sum(one.state == NoticeState.PROPOSED for one in items)
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": found,
            "seen": found.stamp,
            "seen_with": agreeing.seen_with(found),
            "verbs": verbs,
            "packs": packs,
            "outdated": bool(packs) and packing.is_outdated(found, found.packs.all()[0]),
            "no_pack": "" if packs else rules.can_pack(user, found).reason,
            "files": [(format, press.FORMATS[format][2]) for format in FILES],
            "items": [(one, agreeing.standing(one)) for one in items],
            "before": [(one, agreeing.standing(one)) for one in agreeing.stands_before(found)],
            "drafts": drafts if user.reviews else 0,
            "proposed": proposed if user.can_sign else 0,
            "form": (form or AgreedForm()) if may_agree else None,
            "about": about or MeetingForm(instance=found),
            "refusal": refusal,
            "typed": typed or {},
            "lost": "　".join(v for k, v in (typed or {}).items() if v and k not in verbs),
            "today": clock.today(),
        },
        status=status,
    )


@lengthy(lambda request, pk, verb: verb == "pack")
@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One verb, pressed by a person."""
    found, done = visible(request, pk), workflow.TRANSITIONS.done(verb)
    user, data, seen = request.user, request.POST, request.POST.get("seen", "")
    form: Any = None
    try:
        if verb == "agree":
            form = AgreedForm(data)
            if not form.is_valid():
                return show(request, found, form, status=400)
            agreeing.agree(user, found, seen=seen, **form.cleaned_data)
            done = "已记下，可以接着记下一件；记完以后送主任签发"
        elif verb in ("propose", "approve"):
            moved = agreeing.move_all(user, verb, found, seen)
            done = f"{len(moved)}件已送签发" if verb == "propose" else f"{len(moved)}件已签发交办"
        elif verb == "rewrite":
            about = MeetingForm(data, instance=visible(request, pk))
            if not about.is_valid():
                return show(request, found, about=about, status=400)
            workflow.rewrite(user, found, seen=seen, **about.cleaned_data)
        elif verb == "pack":
            packing.pack(user, found, seen)
        elif verb == "hold":
            workflow.hold(user, found, seen)
        elif verb == "cancel":
            workflow.cancel(user, found, data.get("text", ""), seen)
        elif verb == "minute":
            workflow.minute(user, found, data.get("text", ""), seen)
        else:
            raise Http404
    except (Refused, press.Busy) as refusal:
        about_it = [data.get(name, "") for name in MeetingForm.Meta.fields]
        typed = {verb: data.get("text", "") or "　".join(filter(None, about_it))}
        again = MeetingForm(data, instance=visible(request, pk)) if verb == "rewrite" else None
        return show(request, visible(request, pk), form, again, str(refusal), typed, status=409)
    messages.success(request, done)
    return redirect("meeting", pk)


def pack(request: Request, pk: int) -> HttpResponse:
    """A pack to be read, as it was made."""
    found = get_object_or_404(
        Pack.objects.visible_to(request.user).select_related("meeting", "made_by"), pk=pk
    )
    newest, content = found.meeting.packs.first(), printable(found.plain)
    plan = queries.plan_for(Month.of(content.dated))
    return render(
        request,
        "meetings/pack.html",
        {
            "pack": found,
            "newest": newest if newest != found else None,
            "sheet": mark_safe(web.fragment(content, names_by_key(plan))),
            "files": [(format, press.FORMATS[format][2]) for format in FILES],
        },
    )


def pack_file(request: Request, pk: int, format: str) -> HttpResponse:
    """A file of a pack, as it was made."""
    found = get_object_or_404(Pack.objects.visible_to(request.user), pk=pk)
    file = get_object_or_404(found.files, format=format)
    answer = HttpResponse(genuine.content(file), content_type=press.FORMATS[format][1])
    return spreadsheet.named(answer, f"{found}.{format}")


@lengthy()
def list_of_agreed(request: Request, pk: int, format: str) -> HttpResponse:
    """议定事项清单 on paper, with the places for signatures."""
    found = visible(request, pk)
    if format not in ("pdf", "docx"):
        raise Http404
    return download(request, lambda: agreed_list(found), format)
