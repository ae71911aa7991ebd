"""分组排名: the rows of the quota table ranked among their like."""

from django.http import HttpResponse
from django.shortcuts import render

from reports.figures import exports, formats, rows_proved, under_way
from reports.figures.groups import bar, groups
from reports.figures.over_time import OverTime, outlook, over_time
from reports.figures.progress import Forecast, Standing, ranked
from reports.figures.proved import Proved
from reports.figures.reach import Reach
from reports.figures.reading import Reading
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request

HEADS = [
    "组别",
    "名次",
    "单位",
    "参考计划（台）",
    "本年新增（台）",
    "本月（台）",
    "比上年同期（台）",
]
HEADS += ["完成率", "状态", "照此完成", "按期每月要（台）", "有照片（台）"]


def ranking(request: Request) -> HttpResponse:
    """Townships among townships, departments among departments: rates beside counts, ties as
    ties."""
    about = asked(request)
    reading = about["reading"]
    proofs = rows_proved.by_row(reading)
    found = [
        (
            group,
            [
                (place, *compared(reading, standing, proofs))
                for place, standing in ranked(standings)
            ],
        )
        for group, standings in groups(reading).items()
    ]
    if kind := spreadsheet.asked(request):
        title, note = f"{about['month'].label}分组排名", "同组内按完成率排名"
        rows = [[group, *line(*row)] for group, rows in found for row in rows]
        heads = [*HEADS, *(exports.REACH if under_way.public(reading) else [])]
        return exports.answer(kind, reading, title, heads, rows, note)
    context = {
        **about,
        "rule": reading.basis.pace_rule.words,
        "groups": found,
        "building": under_way.public(reading),
    }
    return render(request, "reports/ranking.html", context)


def line(
    place: int | None,
    standing: Standing,
    _: object,
    over: OverTime,
    ahead: Forecast | None,
    reach: Reach | None,
    _short: int,
    proof: Proved,
) -> list:
    """A row of the page as a file has it, without what is drawn."""
    figure, goal = standing.figure, standing.goal
    return [
        place,
        figure.where.name,
        goal.value if goal else None,
        figure,
        over.added,
        int(formats.gained(figure, over.last_year)) if over.last_year else None,
        formats.share(standing.progress),
        standing.state.word,
        ahead and (ahead.done_in.label if ahead.done_in else "没有新增"),
        ahead and ahead.needed,
        proof.pictured,
        *exports.reached(reach),
    ]


def compared(reading: Reading, standing: Standing, proofs: dict[str, Proved]) -> tuple:
    """A row's standing with its bar, what it was before, where it is heading, and how much of it
    can be looked at."""
    figure = standing.figure
    reach = under_way.of_row(reading, figure.where)
    return (
        standing,
        bar(standing, reach),
        over_time(reading, figure.code, figure.where),
        outlook(reading, standing),
        reach,
        under_way.falls_short(standing, reach),
        proofs[figure.where.unit],
    )
