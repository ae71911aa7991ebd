"""The printed plan's names, as the reading engine is told them."""

import json
from pathlib import Path

from ledger.sheets.words import Names, load

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "fixtures" / "shanyin_2024"


def told(name):
    return json.loads((SHIPPED / f"{name}.json").read_text(encoding="utf-8"))


def names(**changes) -> Names:
    areas, units = told("areas"), told("units")
    rows = {row["unit"] for row in told("quotas")}
    return Names(
        **{
            "county": "山阴县",
            "above": (),
            "townships": {a["code"]: a["name"] for a in areas if a["kind"] == "township"},
            "villages": {a["code"]: a["name"] for a in areas if a["kind"] == "village"},
            "kinds": {k["code"]: k["name"] for k in told("place_kinds") if k["offered"]},
            "rows": {u["code"]: u["name"] for u in units if u["code"] in rows},
            "aliases": tuple((a["name"], u["code"]) for u in units for a in u["aliases"]),
            **changes,
        }
    )


VOCABULARY = load(names())
