"""单位进度: the rows of the quota table ranked among their like, and the page of one unit."""

from django.shortcuts import get_object_or_404, render

from ledger.models import Attachment, Line, LineKind, State, Submission
from ledger.returns.standings import calendar
from reports.bulletins import fair_naming
from reports.figures import charts, exports, formats, reading
from reports.figures.figure import Where
from reports.figures.groups import bar_title, groups
from reports.figures.progress import ranked
from reports.figures.reading import QUOTA, Reading
from reports.pages.asking import asked
from shanyin_charging import clock, spreadsheet
from targets.models import Post, Unit

PLACES = (
    reading.STOCK,
    reading.STATION_COVERAGE,
    reading.SEAT_COVERAGE,
    reading.VILLAGE_COVERAGE,
    reading.DISTANCE,
)
RECENT, EVIDENCE = 12, 12  # how many lines of work and pieces of evidence a unit's page shows


def ranking(request):
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
                (group, [(place, s, charts.pace_bar(s, bar_title(s))) for place, s in rows])
                for group, rows in found
            ],
        },
    )


def unit(request, code):
    """One unit: its row, its place, what it returned, what it did, the proof of it, who speaks for
    it."""
    found = get_object_or_404(Unit.objects.select_related("area"), code=code)
    about = asked(request)
    read = about["reading"]
    mine = Submission.objects.visible_to(request.user).filter(unit=found)
    row = next((where for where in read.rows if where.unit == code), None)
    return render(
        request,
        "reports/unit.html",
        {
            **about,
            "unit": found,
            **(quota(read, row) if row else {}),
            **(place(read, found.area) if found.area else {}),
            **returned(read, found),
            "duties": found.duties.filter(clause__plan=read.plan)
            .select_related("clause")
            .order_by("clause__position"),
            "statements": fair_naming.statements_of(found.code, read.month, request.user),
            "work": worked(mine, read.month),
            "evidence": evidence(mine),
            "mine": mine.exists(),
            "posts": Post.objects.filter(unit=found).held_on(clock.today()).select_related("user")
            if request.user.sees_all_units
            else [],
        },
    )


def quota(read: Reading, row: Where) -> dict:
    """The row of the quota table: this year against the calendar, both years together, month by
    month."""
    standing = next(s for s in read.quota_standings() if s.figure.where == row)
    return {
        "standing": standing,
        "bar": charts.pace_bar(standing, bar_title(standing)),
        "both": read.figure(QUOTA, row, window="to_date"),
        "both_planned": sum(
            t.value
            for t in read.targets
            if t.unit and t.unit.code == row.unit and t.year <= read.plan_year
        ),
        "chart": charts.columns(read.series(QUOTA, row)),
        "rule": read.basis.pace_rule.words,
    }


def place(read: Reading, area) -> dict:
    """What stands in the township, whoever's row it counts for."""
    where = next(w for w in read.places["township"] if w.area == area.code)
    return {"where": where, "places": [read.figure(code, where) for code in PLACES]}


def returned(read: Reading, unit) -> dict:
    """How the unit has reported: its strip, and how often on time; nothing for one that reports
    through another."""
    strip = calendar(read.plan, read.county, read.moment).get(unit.pk)
    if strip is None:
        return {"supervisor": unit.proposed_supervisor}
    cells = [cell for _, period, cell in strip.cells if period.month <= read.month]
    return {"strip": strip, "on_time": cells.count("on_time"), "due": len(cells)}


def worked(submissions, month):
    """The last lines of work that were approved, the newest month first."""
    return (
        Line.objects.filter(
            kind=LineKind.WORK,
            frozen=True,
            version__submission__in=submissions.filter(
                state=State.APPROVED, period__starts_on__lte=month.last_day
            ),
        )
        .select_related("version__submission__period")
        .order_by("-version__submission__period__starts_on", "pk")[:RECENT]
    )


def evidence(submissions):
    return Attachment.objects.filter(submission__in=submissions, removed_at=None).order_by(
        "-uploaded_at"
    )[:EVIDENCE]
