"""One bulletin: the desk where a draft is written, the sheet, what may be done to it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from reports import rules
from reports.bulletins import (
    before_issue,
    drafting,
    fair_naming,
    issuing,
    numbering,
    proving,
    readers,
)
from reports.bulletins.states import TRANSITIONS, available
from reports.documents.typed import paragraphs, printable
from reports.figures.places import names_by_key
from reports.models import Bulletin
from reports.pages import arranging, scans
from reports.pages.downloads import download
from reports.press import press, web
from shanyin_charging import dates, spreadsheet
from shanyin_charging.accounts.requests import Request
from shanyin_charging.archive import genuine
from shanyin_charging.asking import ask
from shanyin_charging.jobs.lengthy import lengthy, pressed
from shanyin_charging.lifecycle.transitions import Overtaken, Refused, require
from targets.plan import queries

A_ROW = 30  # characters of a row of the desk


def bulletin_at(request: Request, pk: int) -> HttpResponse:
    """One bulletin: the desk where a draft is written beside its sheet, or the sheet with what may
    be done to it."""
    found = get_object_or_404(Bulletin.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        return (autosave if "X-Autosave" in request.headers else save)(request, found)
    if found.is_issued:
        issuing.opened(request.user, found)
    return show(request, found)


def show(
    request: Request,
    found: Bulletin,
    typed: drafting.Typed | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a bulletin; `typed` is what could not be saved, and stands in the fields
    again."""
    content, whole = found.plain, found.whole
    writing = bool(rules.can_write(request.user, found))
    stored = {file.format: file for file in found.files.defer("content")} if found.is_issued else {}
    names = names_by_key(queries.plan_for(found.month))
    sheet = web.fragment(printable(content), names, marked=not found.is_issued)
    told = before_issue.told(found)
    texts = typed["body"] if typed else [p.text for p in whole.body]
    fields = [
        (n, text, p, rows_of(text))
        for n, (text, p) in enumerate(zip(texts, whole.body, strict=True))
    ]
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
            "actions": available(request.user, found),
            "warnings": told,
            "seen": found.stamp,
            "signing": before_issue.seen_of(found),
            "told": before_issue.digest_of(told),
            "stamped": scans.shown(request.user, found) if found.is_issued else None,
            "numbered": numbering.about(found) if rules.can_number(request.user, found) else None,
            "unread": readers.unread_by(found)
            if found.is_issued and request.user.sees_all_units
            else [],
            "namings": found.namings.select_related("unit") if request.user.sees_all_units else [],
            "openings": found.openings.select_related("user"),
            "refusal": refusal,
            "not_yet": "" if found.is_issued else rules.is_ripe(found).reason,
            "typed": typed,
            "fields": fields,
            "arranged": arranging.fields(whole, typed.get("arranged") if typed else None)
            if writing
            else None,
            "attachments": [
                (n, a, str(n) in typed["attached"] if typed else not a.left_out)
                for n, a in enumerate(whole.attachments)
            ],
            "others": Bulletin.objects.visible_to(request.user).issued().exclude(pk=found.pk)[:12],
            "proof": proving.last_proof(found) if found.is_issued else None,
            "may_prove": bool(rules.can_prove(request.user, found)),
            "may_correct": bool(rules.can_correct(request.user, found)),
        },
        status=status,
    )


def rows_of(text: str) -> int:
    """How many rows of the desk a text takes, where the browser does not fit them itself."""
    return sum(max(1, -(-len(part) // A_ROW)) for part in text.split("\n"))


def save(request: Request, found: Bulletin) -> HttpResponse:
    """Keep what was typed into a draft; what cannot be kept is shown again with the reason."""
    try:
        write(request, found)
    except Refused as refusal:
        return show_again(request, found, refusal)
    messages.success(request, "已保存")
    return redirect("bulletin_at", found.pk)


def typed_in(request: Request, found: Bulletin) -> drafting.Typed:
    """What is typed on the desk."""
    typed: drafting.Typed = {
        "title": request.POST.get("title", ""),
        "addressees": request.POST.get("addressees", ""),
        "copies": request.POST.get("copies", ""),
        "more": request.POST.get("more", ""),
        "body": request.POST.getlist("body"),
        "attached": request.POST.getlist("attached"),
    }
    if arranging.SENT in request.POST:
        typed["arranged"] = arranging.choices(request.POST, found.whole)
    return typed


def write(request: Request, found: Bulletin) -> Bulletin:
    """The draft with what was typed; raises Refused where it cannot be kept."""
    typed, was = typed_in(request, found), found.whole.body
    require(rules.can_write(request.user, found))
    if len(typed["body"]) != len(was):
        raise Overtaken("没有保存，您改的段落在“再加一段”里，请对照最新的稿子再改")
    if (back := request.POST.get("restore", "")).isdecimal() and int(back) < len(was):
        typed["body"][int(back)] = was[int(back)].computed
    revision = request.POST.get("revision", "")
    return drafting.write(request.user, found, int(revision) if revision.isdecimal() else -1, typed)


def show_again(request: Request, found: Bulletin, refusal: Refused) -> HttpResponse:
    """The page with what could not be kept; where the draft has other paragraphs by now, the words
    stand behind the last, and so they do where it is a draft no more."""
    found.refresh_from_db()
    typed, texts = typed_in(request, found), [p.text for p in found.whole.body]
    if len(typed["body"]) != len(texts) or not rules.can_write(request.user, found):
        stray = [text for text in typed["body"] if text not in texts]
        more = "\n".join([*stray, typed.get("more", "")]).strip()
        typed = {**typed, "body": texts, "more": more}
    return show(request, found, typed, str(refusal), status=409)


def autosave(request: Request, found: Bulletin) -> JsonResponse:
    """Keep the words of the draft's paragraphs while they are typed; a paragraph that comes or goes
    waits for the button, since the page has no field for it."""
    typed, was = typed_in(request, found), found.whole.body
    split = [len(paragraphs(text, old)) for text, old in zip(typed["body"], was, strict=False)]
    grown = typed.get("more", "").strip() or request.POST.get("heading", "").strip()
    if grown or split != [1] * len(was):
        return JsonResponse({"message": "增减的段落先存在本机上，按“保存”后才在稿子里"})
    try:
        kept = write(request, found)
    except Refused as refusal:
        kept_here = f"{refusal}；填的先存在本机上，按“保存”可以看到两边的内容"
        return JsonResponse({"message": kept_here}, status=409)
    return JsonResponse({"now": {"revision": kept.revision, "seen": kept.stamp}})


def ask_to_discard(request: Request, found: Bulletin) -> HttpResponse:
    """The page that asks before a draft goes."""
    if not (decision := rules.can_discard(request.user, found)):
        messages.error(request, decision.reason)
        return redirect("bulletin_at", found.pk)
    edited = sum(p.edited is not None for p in found.whole.body)
    return ask(
        request,
        "删去草稿",
        [
            f"{found.title}（{found.drafted_by.name}拟稿，改过{edited}段）",
            "删去以后不能恢复，改过的文字也不再有；要用只能重新起草。",
        ],
        "删去草稿",
        seen=found.stamp,
        back=reverse("bulletin_at", args=[found.pk]),
    )


@lengthy(lambda request, pk, verb: verb == "issue" and pressed(request))
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One verb, pressed by a person; pressed on the desk, what is typed there is kept first."""
    found, done = (
        get_object_or_404(Bulletin.objects.visible_to(request.user), pk=pk),
        TRANSITIONS.done(verb),
    )
    if request.method != "POST":
        asks = verb == "discard"
        return ask_to_discard(request, found) if asks else HttpResponseNotAllowed(["POST"])
    user, seen = request.user, request.POST.get("seen", "")
    if "body" in request.POST:
        try:
            seen = write(request, found).stamp
        except Refused as refusal:
            return show_again(request, found, refusal)
    try:
        if verb == "issue":
            issuing.issue(user, found, request.POST.get("told", ""), seen)
        elif verb == "number":
            issuing.give_number(user, found, request.POST.get("serial", ""), seen)
        elif verb == "refresh":
            drafting.refresh(user, found, seen)
        elif verb == "discard":
            drafting.discard(user, found, seen)
        elif verb == "consult":
            told = fair_naming.consult(user, found, seen)
            done = (
                f"拟通报内容已放进{len(told)}家单位的待办，说明期到{dates.until(told[0].answer_by)}"
            )
        elif verb == "correct":
            found = drafting.correct(user, found, seen)
        elif TRANSITIONS.done(verb):
            issuing.move(user, verb, found, request.POST.get("reason", ""), seen)
        else:
            raise Http404
    except (Refused, press.Busy) as refusal:
        messages.error(request, str(refusal))
        return redirect("bulletin_at", pk)
    messages.success(request, done)
    return redirect("library") if verb == "discard" else redirect("bulletin_at", found.pk)


def is_draft(request: Request, pk: int, format: str) -> bool:
    """Whether the file is still to be made."""
    return not Bulletin.objects.visible_to(request.user).issued().filter(pk=pk).exists()


@lengthy(is_draft)
def bulletin_file(request: Request, pk: int, format: str) -> HttpResponse:
    """A file: as it was issued, or as the draft would print now."""
    found = get_object_or_404(Bulletin.objects.visible_to(request.user), pk=pk)
    if not found.is_issued:
        return download(request, lambda: found.plain, format)
    file = get_object_or_404(found.files, format=format)
    issuing.opened(request.user, found)
    answer = HttpResponse(genuine.content(file), content_type=press.FORMATS[format][1])
    return spreadsheet.named(answer, f"{found.number} {found.title}.{format}")
