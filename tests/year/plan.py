"""The plan's numbers, from its data and its text."""

import json
from pathlib import Path

DATA = Path(__file__).parents[2] / "fixtures" / "shanyin_2024"
COUNTY, YEARS = "140621", (2024, 2025)
CODE, NUMBER = DATA.name, "山政办发〔2024〕31号"
BASELINE = 188  # 一（一）: 321 in place at the end of 2024, 133 of them added in it
VEHICLES = {2024: 2247, 2025: 3054}  # 一（一）: 0.2247万辆, 0.3054万辆
ADDED = {2024: 133, 2025: 192}
PLACES = {"parking_area": 4, "service_area": 2}  # 附件3


def rows(name: str) -> list[dict]:
    """The rows of one of the plan's tables."""
    return json.loads((DATA / f"{name}.json").read_text())


AREAS = {row["code"]: row for row in rows("areas")}
TOWNSHIPS = [code for code, row in AREAS.items() if row["kind"] == "township"]
VILLAGES = [code for code, row in AREAS.items() if row["kind"] == "village"]
SEATS = {code: AREAS[code].get("seat") for code in TOWNSHIPS}
QUOTAS = {row["unit"]: {year: row[str(year)] for year in YEARS} for row in rows("quotas")}
MEMBERS = [row["code"] for row in rows("units") if row["member"]]
