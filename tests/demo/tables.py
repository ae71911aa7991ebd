"""The invented numbers and words of the demo's story, over the real units of the plan."""

from datetime import date
from typing import Any

SEED = 31
FIRST_MONTH = (2025, 1)
MONTHS = [(2025, n) for n in range(1, 13)]
CLOSING_ON = date(2025, 1, 15)  # when the 2024 closing account was handed in

# Public piles put into service for each row of 附件2: in 2024, then January to December 2025.
ADDED = {
    "140621103": (15, 0, 0, 2, 0, 4, 0, 0, 2, 0, 4, 0, 2),
    "140621101": (10, 0, 0, 4, 0, 4, 0, 4, 0, 4, 0, 2, 0),  # the leader
    "140621100": (5, 0, 0, 0, 2, 0, 2, 0, 2, 0, 2, 0, 1),
    "140621104": (8, 0, 0, 0, 3, 0, 3, 0, 3, 0, 3, 0, 0),
    "140621102": (
        9,
        0,
        0,
        2,
        0,
        4,
        0,
        2,
        0,
        2,
        0,
        0,
        0,
    ),  # May should have been 2: corrected in September
    "140621209": (5, 0, 0, 0, 2, 0, 2, 0, 2, 0, 2, 2, 0),  # November is sent back once
    "140621203": (4, 0, 0, 2, 0, 2, 0, 0, 2, 0, 2, 0, 2),
    "140621205": (5, 0, 0, 0, 2, 0, 2, 0, 2, 0, 0, 2, 0),  # late every other month
    "140621206": (5, 0, 0, 3, 0, 3, 0, 3, 0, 2, 0, 2, 0),
    "140621202": (2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0),  # the laggard, often silent
    "140621201": (4, 0, 0, 0, 2, 0, 2, 0, 0, 2, 0, 0, 2),
    "140621200": (3, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1),
    "hospital_group": (10, *[0] * 12),
    "emu_station": (8, *[0] * 12),
    "bus_station": (10, *[0] * 12),
    "commerce": (6, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0),
    "development_zone": (10, 0, 0, 5, 0, 0, 0, 5, 0, 0, 0, 0, 0),
    "culture": (0, 0, 0, 0, 0, 0, 4, 0, 0, 2, 0, 0, 2),
    "coal_center": (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0),
    "education": (0, 0, 0, 0, 0, 0, 0, 6, 0, 2, 0, 0, 0),
    "hsr_station": (0, 0, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0),
}
# Public piles that count for no row: parking areas, housing estates.
UNCREDITED = {
    "highway": (4, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0),
    "housing": (0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0),
}
VEHICLES = {3: (1650, 700), 6: (1800, 800), 9: (1950, 900), 11: (2050, 950), 12: (2120, 1000)}
NO_STATION = ("140621202", "140621200")  # these two townships have piles but no station
PICTURED_FROM = "2025-07-01"  # since when townships hand in a picture of a new site
UNPLACED = ("140621104", "140621201")  # the villages of these two have no positions
LATE, LATE_MONTHS = "140621205", (1, 3, 5, 7, 9, 11)
SILENT, SILENT_MONTHS = "140621202", (2, 5, 7, 11, 12)
RETURNED, RETURNED_MONTH = "140621209", 11
NOT_YET = {
    "140621103",
    "140621100",
    "140621206",
    "finance",
    "approval",
}  # hand in November's on its last day
# On the demo's day one return of November is being mended, and a late one lies with the office.
MENDED, SENT_BACK_ON, MENDED_ON = "140621103", date(2025, 12, 8), date(2025, 12, 11)
LATE_APPROVED_ON = date(2025, 12, 10)
WAITING = {"140621101", "culture", "housing", "transport"}  # handed in early, reviewed on the 4th
HOUSES = {"highway": "parking_area", "housing": "estate"}  # else a public place
PLACES = {
    "hospital_group": "县人民医院停车场",
    "emu_station": "动车站站前广场",
    "bus_station": "汽车站停车场",
    "commerce": "商贸城停车场",
    "development_zone": "经开区综合停车场",
    "culture": "文化活动中心停车场",
    "coal_center": "煤炭交易中心停车场",
    "education": "职教中心停车场",
    "hsr_station": "高铁站站前广场",
    "highway": "国省干线停车区",
    "housing": "老旧小区改造点",
    "affairs": "县机关大院停车场",
}


CENTRE, NORTH = (
    "140621103001",
    "140621101200",
)  # a community of the county town, a village on the trunk road


def place(kind: str, name: str, village: str = CENTRE, **spaces: Any) -> dict:
    """A new place of the register with its spaces."""
    return {"site": "new", "site_kind": kind, "site_name": name, "village": village, **spaces}


def work(clause: str, done: str, problems: str = "", following: str = "") -> tuple[str, dict]:
    """A line of work on a clause, as it is typed."""
    return "work", {
        "clause": clause,
        "done": done,
        "problems": problems,
        "following": following,
    }


# (unit, day in the month reported, kind, typed): what besides piles some units hand in with that
# month.
SPECIALS = [
    (
        "140621103",
        date(2025, 6, 26),
        "site",
        {
            **place(
                "car_park",
                "人民广场停车场",
                parking_space="240",
                car_space="220",
                charging_space="18",
            ),
            "on": "2025-06-20",
        },
    ),
    *[
        (
            unit,
            date(2025, 6, 26),
            "distance",
            {"place": area, "distance": distance, "on": "2025-06-20"},
        )
        for unit, area, distance in (
            # of the other townships it is measured
            ("140621104", "140621104", "7.4"),
            ("140621201", "140621201", "11.5"),
            ("land", "Z140621_core", "1.6"),
            ("land", "Z140621_outer", "2.4"),
            ("transport", "Z140621_great_wall_1", "38"),
            ("highway", "Z140621_trunk", "42"),
        )
    ],
    *[
        (
            "transport",
            date(2025, 3, 26),
            "site",
            {**place(kind, name, village), "on": "2025-03-20"},
        )
        for kind, name, village in (
            ("post_house", "旧广武驿站", "140621104214"),
            ("post_house", "新广武驿站", "140621104215"),
            ("post_house", "辛立庄驿站", "140621104202"),
            ("camp", "西沙堆房车营地", "140621104203"),
        )
    ],
    *[
        (
            "transport",
            date(2025, 3, 26),
            "site",
            {
                **place("service_area", name, NORTH, parking_space="160", car_space="120"),
                "on": "2025-03-20",
            },
        )
        for name in ("高速服务区（甲）", "高速服务区（乙）")
    ],
    *[
        (
            "culture",
            date(2025, 5, 26),
            "site",
            {
                **place("scenic", name, village, parking_space=spaces, charging_space=charging),
                "on": "2025-05-20",
            },
        )
        for name, village, spaces, charging in (
            ("月亮门停车场", "140621104204", "80", "6"),
            ("古城遗址停车场", "140621102200", "60", "8"),
        )
    ],
    *[
        ("housing", date(2025, 5, 26), "site", {**place("estate", name), "on": "2025-05-20"})
        for name in ("阳光小区", "和谐家园", "锦绣苑", "广益新村")
    ],
    *[
        (
            "affairs",
            date(2025, 5, 26),
            "site",
            {**place("institution", name, parking_space=spaces), "on": "2025-05-20"},
        )
        for name, spaces in (("政务服务中心院内", "120"), ("县委党校院内", "60"))
    ],
    *[
        (
            unit,
            date(2025, month, 26),
            "pilot",
            {**place(kind, name), "stage": stage, "on": f"2025-{month:02}-20"},
        )
        for unit, month, kind, name, stage in (
            ("housing", 4, "pilot_unified_core", "阳光小区统建统服", "selected"),
            ("housing", 6, "pilot_roadside", "府前街路外泊位", "selected"),
            ("energy", 5, "pilot_new_energy", "屋顶光伏充电站", "laid_out"),
            ("energy", 8, "pilot_swap", "运煤重卡换电站", "laid_out"),
            ("development_zone", 10, "pilot_pv_storage", "经开区光储充换站", "built"),
        )
    ],
    (
        "energy",
        date(2025, 11, 26),
        "swap",
        {**place("public_place", "运煤专线换电站"), "event": "opened", "on": "2025-11-20"},
    ),
    *[
        (unit, date(2025, month, 26), *work(clause, *words))
        for unit, month, clause, *words in (
            (
                "grid",
                11,
                "task15",
                "完成3处充电站的接电，涉及容量1260千伏安。",
                "两处台区容量不足。",
                "12月完成增容。",
            ),
            ("grid", 10, "task15", "受理充电桩报装11户，平均5个工作日接电。"),
            ("market", 11, "task16", "抽查4家运营企业的计量和价格公示，责令1家改正。"),
            ("land", 11, "task2", "办理2处充电站用地手续。"),
            (
                "housing",
                11,
                "task3",
                "老旧小区改造同步预留充电管线3个小区。",
                "",
                "下月验收1个小区。",
            ),
            ("fire", 11, "task17", "检查充电场所6处，现场整改隐患2处。"),
            ("approval", 10, "3-1", "充电设施备案当日办结9件。"),
        )
    ],
    (
        "market",
        date(2025, 7, 28),
        "inspected",
        {
            "facility": "商贸城停车场充电桩",
            "on": "2025-07-16",
            "inspectors": "本局2人、县消防队1人",
            "random": "on",
            "grade": "general",
            "finding": "一台桩急停按钮失灵",
            "stopped": "on",
            "mend_by": "2025-08-16",
        },
    ),
    (
        "market",
        date(2025, 10, 28),
        "inspected",
        {
            "facility": "汽车站停车场充电桩",
            "on": "2025-10-15",
            "inspectors": "本局2人",
            "random": "on",
            "grade": "none",
        },
    ),
]

# Month, kind of paper, the day on which it is issued.
PAPERS = (
    ("2025年9月", "月通报", date(2025, 10, 10)),
    ("2025年9月", "简报", date(2025, 10, 13)),
    ("2025年10月", "月通报", date(2025, 11, 10)),
    ("2025年11月", "月通报", date(2025, 12, 9)),
)
# Unit, the day of 立项 and 签发; then of what it does the day, the button, the words, the day asked
# for.
NOTICES = (
    ("140621202", date(2025, 11, 12), ((date(2025, 11, 13), "签收", "", None),)),
    (
        "140621209",
        date(2025, 11, 12),
        (
            (date(2025, 11, 13), "签收", "", None),
            (
                date(2025, 11, 18),
                "反馈办理情况",
                "两处站点已完成选址，变压器本月内到货，12月20日前投运5台。",
                None,
            ),
        ),
    ),
    (
        "140621205",
        date(2025, 11, 26),
        (
            (date(2025, 11, 27), "签收", "", None),
            (date(2025, 12, 1), "申请延期", "道路施工，电缆要改线。", date(2025, 12, 19)),
        ),
    ),
)
