"""报送时效: each unit's strip with its counts, and the county's months."""

from ledger.returns import standings
from ledger.returns.standings import Strip
from targets.models import Unit
from targets.months import Month

WORDS = {"on_time": "按时", "late": "迟报", "sent_back": "退回未改", "missing": "未报"}


def row(unit: Unit, strip: Strip, month: Month) -> dict:
    """A unit's cells up to a month, as a strip and counted."""
    cells = tuple(cell for cell in strip.cells if cell[1].month <= month)
    counts = {word: sum(cell == word for *_, cell in cells) for word in WORDS}
    return {"unit": unit, "cells": cells, "strip": standings.Strip(cells), "counts": counts}


def by_month(rows: list[dict]) -> list[tuple]:
    """(period, how many in time, of how many) for each month."""
    periods = [period for _, period, _ in rows[0]["cells"]] if rows else []
    return [
        (period, sum(r["cells"][n][2] == "on_time" for r in rows), len(rows))
        for n, period in enumerate(periods)
    ]
