"""报送时效: each unit's strip with its counts, and the county's months."""

from ledger.returns.standings import GONE, Strip
from reports.figures.figure import key_of
from reports.figures.reading import Reading
from targets.models import Part, Unit, Window
from targets.months import Month

WORDS = {"on_time": "按时", "late": "迟报", "sent_back": "待改", "missing": "未报"}
NOT_COUNTED = {"handed_in": "已报", "open": "待报", GONE: "已并入"}  # not due, or nobody's any more


def row(unit: Unit, strip: Strip, month: Month) -> dict:
    """A unit's cells up to a month, as a strip; and counted, of the months that are due."""
    strip = strip.until(month)
    counts = {word: strip.due.count(word) for word in WORDS}
    return {"unit": unit, "cells": strip.cells, "strip": strip, "counts": counts}


def by_month(reading: Reading, rows: list[dict]) -> list[tuple]:
    """(period, how many in time, of how many, the figure's key) for each month that is due; the key
    is empty where the plan does not ask for it."""
    periods = [cell.period for cell in rows[0]["cells"]] if rows else []
    code = reading.playing(Part.TIMELINESS)
    return [
        (
            period,
            sum(r["cells"][n].state == "on_time" for r in rows),
            sum(r["cells"][n].state != GONE for r in rows),
            key_of(code, reading.whole, Window.MONTH, period.month) if code else "",
        )
        for n, period in enumerate(periods)
        if any(r["cells"][n].state in WORDS for r in rows)
    ]
