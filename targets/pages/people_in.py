"""People by workbook: many accounts at once, and the slips with their first passwords, printed once
to be cut and handed out."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from shanyin_charging import confined, spreadsheet
from shanyin_charging.accounts import slips
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.confined import UnreadableFile
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Post
from targets.pages import people_sheet
from targets.pages.people import without_a_person
from targets.plan import cells, queries
from targets.rulings.posts import add_people

SALT, AN_HOUR = "people by workbook", 3600


def people_in(request: Request) -> HttpResponse:
    """人员表: the sheet out; one in, examined, shown, and made accounts of by a second press."""
    _require_keeper(request)
    context: dict[str, Any] = {"megabytes": confined.MOST_BYTES // confined.MEGABYTE}
    if request.method == "POST":
        try:
            rows = _rows(request)
        except (Refused, UnreadableFile) as refusal:
            messages.error(request, str(refusal))
            return redirect("people_in")
        found = people_sheet.examine(rows)
        if "rows" in request.POST and not found.faults:
            return _made(request, found)
        context |= {"found": found, "rows": signing.dumps(rows, salt=SALT, compress=True)}
    return render(request, "targets/people_in.html", context)


def sheet(request: Request) -> HttpResponse:
    """The sheet to be filled in, with a row for each unit that lacks a person."""
    _require_keeper(request)
    content = people_sheet.blank(list(without_a_person()))
    answer = HttpResponse(content, content_type=spreadsheet.CONTENT_TYPE)
    return spreadsheet.named(answer, "人员表.xlsx")


def password_slips(request: Request) -> HttpResponse:
    """口令条: who has never signed in; a press gives those that are ticked a first password each,
    on a sheet to be printed."""
    _require_keeper(request)
    waiting = User.objects.served().filter(is_active=True, last_login=None)
    if request.method != "POST":
        posts = Post.objects.filter(user__in=waiting).select_related("unit")
        units: dict[int, list[str]] = {}
        for post in posts:
            units.setdefault(post.user_id, []).append(str(post))
        shown = [(user, "、".join(units.get(user.pk, []))) for user in waiting.order_by("username")]
        return render(request, "targets/slips.html", {"waiting": shown})
    chosen = [int(key) for key in request.POST.getlist("person") if key.isdecimal()]
    try:
        made = slips.hand_out(request.user, list(waiting.filter(pk__in=chosen)))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("password_slips")
    context = {"slips": made, "address": queries.address()}
    return render(request, "targets/slips_printed.html", context)


def _require_keeper(request: Request) -> None:
    if not request.user.keeps_accounts:
        raise Http404


def _rows(request: Request) -> people_sheet.Rows:
    """What was read of the file, or was shown before."""
    if "rows" in request.POST:
        try:
            shown = signing.loads(request.POST["rows"], salt=SALT, max_age=AN_HOUR)
        except signing.BadSignature:
            raise Refused("这一页放得太久，请重新上传人员表") from None
        return [(number, told) for number, told in shown]
    file = request.FILES.get("file")
    if file is None:
        raise Refused("请先选择填好的人员表")
    confined.refuse_large(file.size or 0)
    return people_sheet.rows_in(cells.read(file.read()))


def _made(request: Request, found: people_sheet.Examined) -> HttpResponse:
    try:
        add_people(request.user, found.people)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("people_in")
    messages.success(request, f"已建{len(found.people)}个账号；打印口令条，裁开发给各人")
    return redirect("password_slips")
