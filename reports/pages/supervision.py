"""督办台: what is under supervision, and what the ladder proposes."""

from django.db.models import Case, When
from django.http import HttpResponse, QueryDict

from ledger.periods.now import Calendar
from reports import rules
from reports.bulletins import honours
from reports.models import Level, SupervisionNotice
from reports.pages.tables import OVER, NoticeFilter, NoticeTable
from reports.supervision import following_up
from shanyin_charging import clock, listing
from shanyin_charging.accounts.requests import Request


def board(request: Request) -> HttpResponse:
    """督办台: what is running by colour and age, what waits for whom, what the ladder proposes; a
    unit sees its own."""
    found = SupervisionNotice.objects.visible_to(request.user, clock.today())
    over = found.filter(state__in=OVER).count()
    asked = QueryDict(mutable=True)
    asked.update({"which": "running"} | request.GET.dict())
    graver = Case(*(When(level=level, then=n) for n, level in enumerate(Level)))
    ranked = found.annotate(gravity=graver).order_by("-gravity", "due_on", "pk")
    chosen = NoticeFilter(asked, ranked.select_related("lead"))
    proposed, rule = following_up.proposals() if request.user.reviews else ([], None)
    which = "over" if asked["which"] == "over" else "running"
    calendar = Calendar()
    context = {
        "which": which,
        "running": found.count() - over,
        "over": over,
        "rule": rule,
        "proposed": following_up.named(proposed),
        "plan_past": calendar.past(),
        "plan_over": calendar.over(),
        "praise": honours.RULE,
        "may_open": bool(rules.can_open(request.user)),
    }
    title = "督办已了结事项" if which == "over" else "督办在办事项"
    table = NoticeTable(chosen.qs)
    return listing.answer(request, "supervision/board.html", title, table, chosen, context)
