"""调度一屏: the county on one screen, and its table as a file."""

from django.http import HttpResponse
from django.shortcuts import render

from reports.figures import exports, formats
from reports.figures.coordinated import Open, still_open
from reports.figures.dispatch import compose
from reports.figures.progress import Standing
from reports.figures.reach import Reach
from reports.models import Matter
from reports.pages.asking import asked
from shanyin_charging import clock, spreadsheet
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request


def dispatch(request: Request) -> HttpResponse:
    """The county against the calendar, on one screen or as a file."""
    about = asked(request)
    month, context = about["month"], compose(about["reading"], request.user.reviews)
    if kind := spreadsheet.asked(request):
        rows = [row(line.standing, line.reach) for _, lines in context["groups"] for line in lines]
        if none := context["uncredited"]:
            ahead = exports.reached(context["uncredited_reach"])
            rows.append(["未计入各单位", None, none, None, "", None, *ahead])
        if context["added"]:
            rows.append(row(context["added"], context["reach"], about["reading"].county.throughout))
        heads = ["单位", "参考计划（台）", "本年新增（台）", "完成率", "状态", "比序时（台）"]
        heads += exports.REACH if context["reach"] else []
        return exports.answer(
            kind,
            about["reading"],
            f"{month.label}参考计划进度",
            heads,
            rows,
            f"截至{month.label}底",
        )
    return render(
        request,
        "reports/dispatch.html",
        {
            **about,
            **context,
            "plan_past": about["reading"].calendar.past(),
            "plan_over": about["reading"].calendar.over(),
            "shows_pending": request.user.reviews,
            "to_coordinate": to_coordinate(request.user),
        },
    )


def to_coordinate(user: User) -> Open:
    """What is open today of what the person may see."""
    today = clock.today()
    return still_open(Matter.objects.visible_to(user, today).open(), today)


def row(standing: Standing, reach: Reach | None, name: str = "") -> list:
    """A row of the progress table for its file."""
    goal = standing.goal.value if standing.goal else None
    return [
        name or standing.figure.where.name,
        goal,
        standing.figure,
        formats.share(standing.progress),
        standing.state.word,
        standing.beyond,
        *exports.reached(reach),
    ]
