"""Pages of bulletins: the library, a month's text as it would be drafted now, the desk, the issued
sheet, comparison."""

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from ledger.periods.now import latest_month
from reports import rules
from reports.bulletins import compose, fair_naming, issuing, readers
from reports.bulletins.comparing import side_by_side, warnings
from reports.bulletins.issuing import Refused
from reports.documents.kinds import KINDS, MONTH
from reports.figures.reading import read
from reports.models import Bulletin, BulletinState
from reports.pages.forms import DraftForm
from reports.press import press, web
from shanyin_charging import dates, spreadsheet
from targets.models import Unit
from targets.months import Month

PAGE = 30
AGAIN = 3  # seconds until a browser asks again for a file that had to wait


def library(request):
    """Every bulletin that the person may see, with its files and who has opened it; the office
    drafts here."""
    found = (
        Bulletin.objects.visible_to(request.user)
        .prefetch_related("openings")
        .select_related("drafted_by")
    )
    if words := request.GET.get("q", "").strip():
        found = found.filter(
            Q(title__icontains=words) | Q(number__icontains=words) | Q(code__iexact=words)
        )
    if request.GET.get("kind") in KINDS:
        found = found.filter(kind=request.GET["kind"])
    return render(
        request,
        "bulletins/library.html",
        {
            "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
            "kinds": KINDS.values(),
            "form": DraftForm(initial={"month": request.GET.get("month") or str(latest_month())})
            if request.user.reviews
            else None,
        },
    )


def bulletin(request, month, format="html"):
    """The month's 通报 as it would be drafted from the figures now; nothing is kept here."""
    if not request.user.sees_all_units:
        raise Http404
    asked = parsed(month)
    if format != "html":
        return download(request, lambda: compose.compose(read(asked)), format)
    content = compose.compose(read(asked))
    return render(
        request,
        "bulletins/preview.html",
        {
            "content": content,
            "sheet": mark_safe(web.fragment(content)),
            "month": asked,
            "drafts": Bulletin.objects.visible_to(request.user).filter(
                kind=MONTH.code, month_on=asked.first_day
            ),
        },
    )


def download(request, composed, format):
    """A file of what `composed()` returns, once a press is free for it; until then a page that asks
    again by itself."""
    if format not in press.FORMATS:
        raise Http404
    try:
        with press.turn():
            content = composed()
            made = press.render(content, format)
    except press.Busy:
        answer = render(request, "bulletins/busy.html", {"seconds": AGAIN}, status=503)
        answer["Refresh"] = AGAIN
        return answer
    return spreadsheet.named(
        HttpResponse(made, content_type=press.FORMATS[format][1]), f"{content.title}.{format}"
    )


def returns_sheet(request, month):
    """报送情况 on paper."""
    if not request.user.sees_all_units:
        raise Http404
    return download(request, lambda: compose.returns_sheet(read(parsed(month))), "pdf")


def unit_sheet(request, code, month):
    """One unit's month on paper, for itself and for who sees every unit."""
    unit = get_object_or_404(
        Unit.objects.all()
        if request.user.sees_all_units
        else Unit.objects.visible_to(request.user),
        code=code,
    )
    return download(request, lambda: compose.unit_sheet(read(parsed(month)), unit.code), "pdf")


def parsed(month) -> Month:
    try:
        return Month.parse(month)
    except ValueError:
        raise Http404("没有这个月份") from None


@require_POST
def draft(request):
    """Compose a draft of what the form asks for, and open it."""
    form = DraftForm(request.POST)
    if not request.user.reviews:
        raise Http404
    if not form.is_valid():
        messages.error(request, "请选择种类和月份")
        return redirect("library")
    try:
        made = issuing.draft(
            request.user,
            read(Month.parse(form.cleaned_data["month"])),
            KINDS[form.cleaned_data["kind"]],
            form.subject(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("library")
    return redirect("bulletin_at", made.pk)


def bulletin_at(request, pk):
    """One bulletin: the desk where a draft is written beside its sheet, or the sheet with what may
    be done to it."""
    found = get_object_or_404(Bulletin.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        return save(request, found)
    if found.is_issued:
        issuing.opened(request.user, found)
    return show(request, found)


def show(request, found, typed=None, refusal="", status=200):
    """The page of a bulletin; `typed` is what could not be saved, and stands in the fields
    again."""
    content, whole = found.plain, found.whole
    writing = found.state == BulletinState.DRAFT and bool(rules.can_draft(request.user))
    stored = {file.format: file for file in found.files.defer("content")} if found.is_issued else {}
    sheet = (
        bytes(found.files.get(format="html").content).decode()
        if found.is_issued
        else web.fragment(content, marked=True)
    )
    told = told_before_issue(found)
    fields = typed["body"] if typed else [p.text for p in whole.body]
    return render(
        request,
        "bulletins/desk.html" if writing else "bulletins/bulletin.html",
        {
            "bulletin": found,
            "content": content,
            "sheet": mark_safe(sheet),
            "files": [
                (format, press.FORMATS[format][2], stored.get(format))
                for format in ("pdf", "docx", "xlsx")
            ],
            "actions": issuing.available(request.user, found),
            "warnings": told,
            "seen": digest_of(told),
            "unread": readers.unread_by(found)
            if found.is_issued and request.user.sees_all_units
            else [],
            "namings": found.namings.select_related("unit") if request.user.sees_all_units else [],
            "openings": found.openings.select_related("user"),
            "refusal": refusal,
            "typed": typed,
            "fields": [
                (n, text, p) for n, (text, p) in enumerate(zip(fields, whole.body, strict=True))
            ],
            "attachments": [
                (n, a, str(n) in typed["attached"] if typed else not a.left_out)
                for n, a in enumerate(whole.attachments)
            ],
            "others": Bulletin.objects.visible_to(request.user).issued().exclude(pk=found.pk)[:12],
            "may_correct": found.is_issued and bool(rules.can_draft(request.user)),
        },
        status=status,
    )


def save(request, found):
    typed = {
        "title": request.POST.get("title", ""),
        "addressees": request.POST.get("addressees", ""),
        "copies": request.POST.get("copies", ""),
        "more": request.POST.get("more", ""),
        "body": request.POST.getlist("body"),
        "attached": request.POST.getlist("attached"),
    }
    was = found.whole.body
    if len(typed["body"]) != len(was):
        messages.error(request, "这份稿子刚才在别处改过段落，没有保存；请对照最新的稿子再改")
        return redirect("bulletin_at", found.pk)
    if (back := request.POST.get("restore", "")).isdecimal() and int(back) < len(was):
        typed["body"][int(back)] = was[int(back)].computed
    try:
        revision = request.POST.get("revision", "")
        issuing.write(request.user, found, int(revision) if revision.isdecimal() else -1, typed)
    except Refused as refusal:
        found.refresh_from_db()
        return show(request, found, typed, str(refusal), status=409)
    messages.success(request, "已保存")
    return redirect("bulletin_at", found.pk)


def told_before_issue(found) -> list[str]:
    """What should be known before a bulletin is issued."""
    return [] if found.is_issued else [*warnings(found), *fair_naming.warnings(found)]


def digest_of(told) -> str:
    """What stands for having seen these words and no others."""
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


@require_POST
def act(request, pk, verb):
    """One verb, pressed by a person."""
    found, done = (
        get_object_or_404(Bulletin.objects.visible_to(request.user), pk=pk),
        issuing.TRANSITIONS.done(verb),
    )
    try:
        if verb == "issue":
            if (told := told_before_issue(found)) and request.POST.get("seen") != digest_of(told):
                raise Refused("签发前请先看过下面的提示，勾选“已逐条看过”再签发")
            issuing.issue(request.user, found)
        elif verb == "refresh":
            issuing.refresh(request.user, found)
        elif verb == "discard":
            issuing.discard(request.user, found)
        elif verb == "consult":
            told = fair_naming.consult(request.user, found)
            done = (
                f"拟通报内容已放进{len(told)}家单位的待办，说明期到{dates.until(told[0].answer_by)}"
            )
        elif verb == "correct":
            found = issuing.correct(request.user, found)
        elif issuing.TRANSITIONS.done(verb):
            issuing.move(request.user, verb, found, request.POST.get("reason", ""))
        else:
            raise Http404
    except (Refused, press.Busy) as refusal:
        messages.error(request, str(refusal))
        return redirect("bulletin_at", pk)
    messages.success(request, done)
    return redirect("library") if verb == "discard" else redirect("bulletin_at", found.pk)


def bulletin_file(request, pk, format):
    """A file: as it was issued, or as the draft would print now."""
    found = get_object_or_404(Bulletin.objects.visible_to(request.user), pk=pk)
    if not found.is_issued:
        return download(request, lambda: found.plain, format)
    file = get_object_or_404(found.files, format=format)
    issuing.opened(request.user, found)
    answer = HttpResponse(bytes(file.content), content_type=press.FORMATS[format][1])
    return spreadsheet.named(answer, f"{found.number} {found.title}.{format}")


def compare(request, pk, other):
    """Two bulletins side by side: the figures that differ, and the sentences."""
    one, two = (
        get_object_or_404(Bulletin.objects.visible_to(request.user), pk=key) for key in (other, pk)
    )
    figures, lines = side_by_side(one.plain, two.plain)
    return render(
        request,
        "bulletins/compare.html",
        {"one": one, "two": two, "figures": figures, "lines": lines},
    )


@login_not_required
def confirm(request, code):
    """Whether a bulletin with this code was issued: its number, its date, its title and its
    digests; no more."""
    found = Bulletin.objects.issued().filter(code=code.upper()).first()
    files = found.files.exclude(format="html").defer("content").order_by("format") if found else []
    digests = [(press.FORMATS[file.format][2], file.sha256) for file in files]
    return render(
        request,
        "bulletins/confirm.html",
        {"bulletin": found, "code": code, "files": digests},
        status=200 if found else 404,
    )
