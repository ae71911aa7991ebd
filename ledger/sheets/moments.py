"""Columns that count the same at several moments, 10月底 and 11月底: what stood at the last of them
stands."""

import re

from .settled import COUNTS, Table
from .words import Vocabulary

COUNTED = (*COUNTS, "connectors", "power")
MOMENT = re.compile(
    r"(?P<as_of>截[至止]|至)?(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月份?)?"
    r"(?:(?P<day>\d{1,2})[日号])?(?P<end>[底末止])?"
)
BEFORE = re.compile(r"(?:[上去前][个一]?[年月季周期](?:度?[底末止])?|年初|期初|原有|原)")
NOW = re.compile(r"(?:[本今当][年月季周期](?:度?[底末止])|期末|现有|现状|目前|当前|现)")
Moment = tuple[int, int, int]
PAST, PRESENT = (0, 0, 0), (9999, 0, 0)


def leave_out_earlier(table: Table, vocabulary: Vocabulary) -> None:
    """Of columns that say a number as it was at one moment and at another, use the last."""
    for place, head in enumerate(table.heads):  # 上月末桩数 beside 月末桩数
        earlier = BEFORE.match(head) if not table.fields[place] and not table.why[place] else None
        if earlier and vocabulary.head(head[earlier.end() :]) in set(COUNTED) & set(table.fields):
            table.why[place] = "part"
    for name in COUNTED:
        places = [place for place, field in enumerate(table.fields) if field == name]
        said = {place: moment(table.heads[place]) for place in places}
        found = {place: one for place, one in said.items() if one}
        last = latest(list(found.values()))
        if len(found) < len(places) or last is None:
            continue
        for place in places:
            if found[place] != last:
                table.fields[place], table.why[place] = "", "part"


def latest(moments: list[Moment]) -> Moment | None:
    """The last of several moments; None for one, and where it is not certain which is the last:
    12月 and 1月 of a year that nobody says."""
    if len(set(moments)) < 2:
        return None
    if PRESENT in moments:
        return PRESENT
    years, months = {bool(year) for year, _, _ in moments}, {month for _, month, _ in moments}
    if len(years) > 1 or PAST in moments:
        return None
    is_turn = years == {False} and max(months) > 9 and min(months) in (1, 2, 3)
    return None if is_turn else max(moments)


def moment(head: str) -> Moment | None:
    """(year, month, day) of a head that says as of when it counts, 2025年10月底｜直流, with 0 for
    what it leaves out; PRESENT and PAST for what stands now and what stood before."""
    for piece in head.split("｜"):
        piece = re.sub(r"[\s（(]", "", piece)
        if BEFORE.match(piece):
            return PAST
        if NOW.match(piece):
            return PRESENT
        if (found := MOMENT.match(piece)) and found.group():
            year, month, day = (int(found[one] or 0) for one in ("year", "month", "day"))
            is_moment = found["as_of"] or found["end"] or day
            if is_moment and (year or month):
                return year, month or 12, day or 31
    return None
