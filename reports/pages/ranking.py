"""分组排名: the rows of the quota table ranked among their like."""

from django.http import HttpResponse
from django.shortcuts import render

from reports.figures import charts, exports, formats
from reports.figures.groups import bar_title, groups
from reports.figures.over_time import outlook, over_time
from reports.figures.progress import Standing, ranked
from reports.figures.reading import Reading
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request


def ranking(request: Request) -> HttpResponse:
    """Townships among townships, departments among departments: rates beside counts, ties as
    ties."""
    about = asked(request)
    found = [(group, ranked(standings)) for group, standings in groups(about["reading"]).items()]
    if kind := spreadsheet.asked(request):
        heads = ["组别", "名次", "单位", "参考计划（台）", "本年新增（台）", "完成率", "状态"]
        rows = [
            [
                group,
                place,
                s.figure.where.name,
                s.goal.value if s.goal else None,
                s.figure,
                formats.share(s.progress),
                s.state.word,
            ]
            for group, rows in found
            for place, s in rows
        ]
        return exports.answer(
            kind,
            about["reading"],
            f"{about['month'].label}分组排名",
            heads,
            rows,
            "同组内按完成率排名",
        )
    return render(
        request,
        "reports/ranking.html",
        {
            **about,
            "rule": about["reading"].basis.pace_rule.words,
            "groups": [
                (group, [(place, *compared(about["reading"], s)) for place, s in rows])
                for group, rows in found
            ],
        },
    )


def compared(reading: Reading, standing: Standing) -> tuple:
    """A row's standing with its bar, what it was before, and where it is heading."""
    figure = standing.figure
    return (
        standing,
        charts.pace_bar(standing, bar_title(standing)),
        over_time(reading, figure.code, figure.where),
        outlook(reading, standing),
    )
