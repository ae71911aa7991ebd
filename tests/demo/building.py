"""What is being built in the demo's last months: projects told of with the returns, moved days, and
piles of the tables that had been told of before they stood."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.demo.people import Line
from tests.demo.tables import CENTRE
from tests.demo.when import at
from tests.year.by_pages import area_name

if TYPE_CHECKING:
    from tests.demo.story import Story

# (unit, month of 2025) whose new piles were told of before: on which day, how far they were, the
# expected day.
TOLD_BEFORE = {
    ("140621206", 11): (date(2025, 10, 28), "wiring", "2025-11-20"),
    ("140621205", 11): (date(2025, 10, 28), "building", "2025-11-25"),
    ("140621103", 12): (date(2025, 10, 28), "building", "2025-12-20"),
    ("140621203", 12): (date(2025, 10, 28), "grid", "2025-12-15"),
    ("culture", 12): (date(2025, 10, 28), "building", "2025-12-20"),
}
PLACED = ("site", "site_name", "site_kind", "village", "at_seat")
SAID_TWICE = (*PLACED, "public", "dc", "ac", "power", "credited_to")


def project(name: str, village: str, piles: tuple[int, int], stage: str, **said: str) -> dict:
    """What is typed of a project of (direct, alternating current) public piles."""
    direct, alternating = piles
    return {
        "site": "new",
        "site_name": name,
        "site_kind": "public_place",
        "village": village,
        "public": "1",
        "dc": f"{direct or ''}",
        "ac": f"{alternating or ''}",
        "power": str(60 * direct + 7 * alternating),
        "stage": stage,
        **said,
    }


def waits_for(kind: str, words: str) -> dict[str, str]:
    """What holds a project up."""
    return {"obstacle_kind": kind, "obstacle": words}


THERE = {"site": f"{area_name(CENTRE)} 人民广场停车场", "site_kind": "", "village": ""}
SHORT_OF_POWER = waits_for("power", "所在台区容量不足，等增容")
# (unit, day in the month that tells of it, the row that it is to count for, what is typed)
PROJECTS: tuple[tuple[str, date, str, dict], ...] = (
    (
        "140621103",
        date(2025, 9, 26),
        "140621103",
        {
            **project("", CENTRE, (2, 0), "grid", expected_on="2025-12-20", **SHORT_OF_POWER),
            **THERE,
        },
    ),
    (
        "140621201",
        date(2025, 9, 26),
        "140621201",
        project(
            "河阳新村充电站",
            "140621201222",
            (2, 2),
            "grid",
            expected_on="2025-11-30",
            **SHORT_OF_POWER,
        ),
    ),
    (
        "140621200",
        date(2025, 9, 26),
        "140621200",
        project(
            "前榆林村充电点",
            "140621200210",
            (0, 2),
            "building",
            expected_on="2025-11-30",
            **waits_for("land", "进场道路占地还没有谈妥"),
        ),
    ),
    (
        "140621202",
        date(2025, 10, 27),
        "140621202",
        project(
            "上喇叭村充电点",
            "140621202205",
            (0, 2),
            "siting",
            expected_on="2026-03-31",
            **waits_for("land", "选址地块的性质待核定"),
        ),
    ),
    (
        "140621209",
        date(2025, 10, 28),
        "140621209",
        project("南辛寨村充电站", "140621209219", (2, 1), "filing", expected_on="2025-12-20"),
    ),
    (
        "140621209",
        date(2025, 10, 28),
        "140621209",
        project("故驿村充电点", "140621209221", (1, 1), "siting", expected_on="2025-12-20"),
    ),
    (
        "140621104",
        date(2025, 10, 28),
        "140621104",
        project("水河铺村充电站", "140621104217", (2, 1), "building", expected_on="2025-12-28"),
    ),
    (
        "140621205",
        date(2025, 10, 28),
        "140621205",
        project(
            "下寨村充电站",
            "140621205210",
            (1, 1),
            "building",
            expected_on="2025-12-19",
            **waits_for("other", "道路施工，电缆要改线"),
        ),
    ),
    (
        "140621206",
        date(2025, 10, 28),
        "140621206",
        project("大营村充电站", "140621206217", (1, 1), "filing", expected_on="2026-01-20"),
    ),
    (
        "140621100",
        date(2025, 11, 26),
        "140621100",
        project("福玉新村充电站", "140621100227", (1, 1), "building", expected_on="2025-12-25"),
    ),
    (
        "commerce",
        date(2025, 11, 26),
        "commerce",
        project("农贸市场停车场", "140621103002", (1, 1), "building", expected_on="2025-12-26"),
    ),
    (
        "transport",
        date(2025, 11, 26),
        "hsr_station",
        project("高铁站西停车场", "140621103004", (2, 0), "grid", expected_on="2026-01-31"),
    ),
)
# (unit, day in the month that tells of it, the project, what is another one than before)
NEWS: tuple[tuple[str, date, str, dict[str, str]], ...] = (
    ("140621203", date(2025, 11, 26), "", {"stage": "wiring"}),
    ("140621209", date(2025, 11, 26), "南辛寨村充电站", {"stage": "building"}),
    ("140621209", date(2025, 11, 26), "故驿村充电点", {"stage": "building"}),
    ("140621201", date(2025, 11, 26), "河阳新村充电站", {"expected_on": "2025-12-25"}),
    ("140621103", date(2025, 11, 26), "人民广场停车场", {"expected_on": "2025-12-31"}),
    ("140621103", date(2025, 12, 29), "人民广场停车场", {"expected_on": "2026-01-31"}),
    ("140621201", date(2025, 12, 29), "河阳新村充电站", {"expected_on": "2026-01-31"}),
    ("140621209", date(2025, 12, 29), "南辛寨村充电站", {"expected_on": "2026-01-20"}),
    ("140621209", date(2025, 12, 29), "故驿村充电点", {"expected_on": "2026-01-20"}),
    ("140621104", date(2025, 12, 29), "水河铺村充电站", {"expected_on": "2026-01-20"}),
    ("140621205", date(2025, 12, 29), "下寨村充电站", {"expected_on": "2026-01-15"}),
    ("140621206", date(2025, 12, 29), "大营村充电站", {"expected_on": "2026-03-31"}),
    ("140621100", date(2025, 12, 29), "福玉新村充电站", {"expected_on": "2026-01-31"}),
    ("transport", date(2025, 12, 29), "高铁站西停车场", {"expected_on": "2026-02-28"}),
)


def tell(story: Story) -> None:
    """Put it into the story."""
    for unit, day, row, typed in PROJECTS:
        add(story, unit, day, "building", {**typed, "credited_to": row})
    for unit, day, name, typed in NEWS:
        add(story, unit, day, "news", {"about": name or named(story, unit), **typed})


def add(story: Story, unit: str, day: date, kind: str, typed: dict[str, Any]) -> None:
    """One more line goes into the draft of the month of a day."""
    story.add(at(day, 8), unit, (day.year, day.month), partial(line, kind, typed))


def line(kind: str, typed: dict[str, Any]) -> Line:
    """A line as it is typed."""
    return kind, typed


def named(story: Story, unit: str) -> str:
    """The project that a unit's new piles of the tables were before."""
    return story.before[unit]


def taken_over(story: Story, unit: str, month: tuple[int, int], lines: list[Line]) -> list[Line]:
    """A month's lines, in which new piles that had been told of come from their project."""
    if (unit, month[1]) not in TOLD_BEFORE:
        return lines
    day, stage, expected = TOLD_BEFORE[unit, month[1]]
    (_, typed), *others = lines
    place = {name: typed[name] for name in SAID_TWICE if name in typed}
    add(story, unit, day, "building", {**place, "stage": stage, "expected_on": expected})
    story.before[unit] = typed["site_name"]
    told = {name: typed[name] for name in ("connectors", "station", "on")}
    return [("in_service", {"about": typed["site_name"], **told}), *others]
