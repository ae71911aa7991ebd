"""清单补录: a list of piles is handed in, one submission for each return that it belongs to."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max

from ledger.entries import facts
from ledger.models import (
    Attachment,
    Kind,
    Ledger,
    Line,
    ListRow,
    Period,
    Site,
    State,
    Submission,
    Upload,
    Version,
)
from ledger.returns import rules, uploads
from ledger.returns.drafting import new_key
from ledger.returns.locking import locked_period, locked_periods
from ledger.returns.workflow import hand_over, submit
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Area, Unit
from targets.plan import shelf

Row = tuple[str, dict, dict]  # kind, what was typed, what it was read as


@dataclass
class Kept:
    """A row of the file as it was typed: that of the line `at` a place among those `of` a return,
    or one that was set `aside`, and why."""

    sheet: str
    number: int
    told: dict[str, str]
    of: tuple[Period, Unit] | None = None
    at: int = 0
    aside: str = ""


class GroundChanged(Refused):
    """What the rows were read against is another by now: they are to be read again, and shown."""

    def __init__(self) -> None:
        super().__init__("核对期间台账、站点或方案有了变动，没有写入；请看过下面再写入")


def hand_in(
    user: User,
    upload: Upload,
    groups: dict[tuple[Period, Unit], list[Row]],
    entering: bool,
    seen: str | None = None,
    ground: tuple | None = None,
    kept: Collection[Kept] = (),
) -> int:
    """Hand in one submission for each return that a list belongs to, all or none, once; returns how
    many. `entering` says that the office does it for the units, `seen` is the stamp of what the
    preview showed. Raises Refused where a list of the same content is on its way or posted, and
    GroundChanged where the `ground` that they were read on is another by now (None: just now).

    While they are read anybody else may write; here nobody can, so that they are not read again.
    `kept` are rows as they were typed that stay with their line, or with the list."""
    require_seen(seen, seen_of(groups))
    key = new_key()
    lines = {place: lines_of(rows, key) for place, rows in groups.items()}
    with locked_periods({period for period, _ in groups}):
        upload = uploads.waiting(user, upload)
        taken = (
            Submission.objects.served()
            .filter(kind=Kind.LIST, attachments__sha256=upload.sha256)
            .exclude(state__in=[State.SENT_BACK, State.DROPPED])
        )
        if before := taken.first():
            raise Refused(f"同样内容的清单已经补录过（{before}），没有再写入；要补的请另做一份清单")
        if ground is not None and ground != ground_of(next(iter(groups))[0].county):
            raise GroundChanged
        handed_in = {
            place: hand_in_list(user, *place, made, upload, entering)
            for place, made in lines.items()
        }
        ListRow.objects.bulk_create(
            ListRow(
                upload=upload,
                submission=handed_in[row.of] if row.of else None,
                key=lines[row.of][row.at].key if row.of else "",
                sheet=row.sheet[:120],
                number=row.number,
                aside=row.aside[:60],
                told=row.told,
            )
            for row in kept
        )
        uploads.confirm(
            user,
            "take_in_list",
            upload,
            rows=sum(map(len, groups.values())),
            returns=len(groups),
        )
    return len(groups)


def lines_of(rows: list[Row], key: str) -> list[Line]:
    """The rows as lines that are not stored yet; the keys follow from one that nobody guesses."""
    return [
        Line(key=f"{key[:34]}#{number}", kind=kind, typed=typed, values=values)
        for number, (kind, typed, values) in enumerate(rows)
    ]


def seen_of(groups: dict[tuple[Period, Unit], list[Row]]) -> str:
    """The stamp of what a list would hand in."""
    return stamp(
        [(period.pk, unit.pk, [row[2] for row in rows]) for (period, unit), rows in groups.items()]
    )


def ground_of(county: Area) -> tuple:
    """What tells whether a row of a list would be read alike: the day, the plan, the ledger with
    its mergers and declarations, what it is closed through, and what was last done to a site."""
    sites = Event.objects.filter(object_type=Site._meta.label_lower)
    return (
        clock.today(),
        shelf.mark(),
        facts.state_of(county),
        Ledger.objects.get(county=county).closed_through,
        sites.aggregate(last=Max("number"))["last"],
    )


def hand_in_list(
    user: User, period: Period, unit: Unit, lines: list[Line], upload: Upload, entering: bool
) -> Submission:
    """Hand in checked lines as a submission of its own, which no lateness and no month's return
    depends on, with the file they came from. Where the unit has a checker it goes there first."""
    with locked_period(period) as period:
        require(
            rules.can_enter(user, period, unit)
            if entering
            else rules.can_report(user, period, unit, Kind.LIST)
        )
        submission = Submission.objects.create(
            period=period, unit=unit, kind=Kind.LIST, upload=upload
        )
        reason = f"依据清单“{upload.name}”（{upload.note}）" if entering else ""
        version = Version.objects.create(
            submission=submission, number=1, key=new_key(), paper_reason=reason[:200]
        )
        Attachment.objects.create(
            submission=submission,
            name=upload.name,
            note="清单原件",
            size=upload.size,
            content_type="application/octet-stream",
            sha256=upload.sha256,
            original_sha256=upload.sha256,
            file=upload.file.name,
            uploaded_by=user,
            uploaded_at=clock.now(),
        )
        checked = not entering and rules.can_hand_over(user, submission)
        for line in lines:
            line.version, line.frozen, line.authors = version, not checked, [user.pk]
        Line.objects.bulk_create(lines)
        (hand_over if checked else submit)(user, submission, version.key, read=lines)
        return submission
