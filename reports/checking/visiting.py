"""At the site: what is dangerous is told at once, what was found is put down once and held against
the ledger. The ledger itself is changed by nothing here."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from ledger.periods import working_days
from reports.checking import course, pictures, rules
from reports.checking.differences import Ledger, differences, expected
from reports.checking.locking import held
from reports.models import Finding, FindingKind, FindingState, Visit, VisitCorrection
from reports.models.checks import DANGERS
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused, require, require_words

WITHDRAWN, CLOSED = FindingState.WITHDRAWN, FindingState.CLOSED
LONGEST = 500  # of what is written of a result, and why it is corrected


@dataclass(frozen=True)
class Found:
    """What two people saw: how many piles of each sort stand, how many of them do not work, and
    what else is not as the ledger says; or why they saw nothing."""

    dc: int | None = None
    dc_out: int | None = None
    ac: int | None = None
    ac_out: int | None = None
    where: str = ""
    other: str = ""
    words: str = ""
    reached: bool = True


def as_the_ledger(visit: Visit) -> Found:
    """与台账一致: all is as the ledger says."""
    told = expected(visit.site)
    return Found(told["dc"], told["dc_out"], told["ac"], told["ac_out"])


def record(user: User, visit: Visit, found: Found, seen: str | None = None) -> list[Finding]:
    """Put down what was found; what differs from the ledger is the unit's to answer for."""
    with held(visit) as visit:
        require(rules.can_visit(user, visit))
        require_seen(seen, visit.stamp, course.KEPT)
        refuse(found)
        ledger = expected(visit.site)
        for name, value in asdict(found).items():
            setattr(visit, name, value)
        visit.ledger, visit.done_by, visit.done_at = ledger, user, clock.now()
        visit.save()
        by = working_days.after(clock.today(), course.DAYS)
        told = [course.begin(user, visit, d.kind, d.text, by) for d in differences(visit, ledger)]
        journal.record(user, "record_check", visit, after=in_plain(found, ledger, told))
        return told


def amend(
    user: User, visit: Visit, found: Found, reason: str, seen: str | None = None
) -> tuple[list[Finding], list[Finding]]:
    """Say what should have been put down, against the ledger of that moment: the former result
    stays beside it, what followed from it alone is withdrawn, and what follows now is the unit's to
    answer for. Both are given back."""
    reason = reason.strip()
    with held(visit) as visit:
        require(rules.can_amend(user, visit))
        require_seen(seen, visit.stamp, course.KEPT)
        require_words("更正的原因", reason, LONGEST)
        refuse(found)
        was, ledger = as_found(visit.result), visit.ledger or {}
        if found == was:
            raise Refused("和现在记的一样，没有要更正的")
        VisitCorrection.objects.create(
            visit=visit, reason=reason, made_by=user, made_at=clock.now(), **asdict(found)
        )
        gone, made = follow(user, visit, ledger, reason)
        after = in_plain(found, ledger, made)
        journal.record(
            user, "amend_check", visit, before=in_plain(was, ledger), after=after, text=reason
        )
        return gone, made


def follow(
    user: User, visit: Visit, ledger: Ledger, reason: str
) -> tuple[list[Finding], list[Finding]]:
    """What no longer follows from a visit's result is withdrawn, what does and was not told of is
    begun."""
    said = {(one.kind, one.text): one for one in differences(visit, ledger)}
    told = {(one.kind, one.text): one for one in visit.findings.exclude(state=WITHDRAWN)}
    ended = [one for key, one in told.items() if key not in said and not one.is_danger]
    gone = [course.move(user, "withdraw", one, reason) for one in ended if one.state != CLOSED]
    by = working_days.after(clock.today(), course.DAYS)
    new = [one for key, one in said.items() if key not in told]
    return gone, [course.begin(user, visit, one.kind, one.text, by) for one in new]


def as_found(result: Visit | VisitCorrection) -> Found:
    """What was put down, as it was typed."""
    return Found(**{field.name: getattr(result, field.name) for field in fields(Found)})


def refuse(found: Found) -> None:
    """Raises Refused for what cannot be so."""
    if not found.reached:
        if not found.words:
            raise Refused("没有看到现场的，请在“现场情况”里写明原因")
        return
    counts = (found.dc, found.dc_out, found.ac, found.ac_out)
    if None in counts:
        raise Refused(
            "请填现场的直流桩、交流桩台数和其中不能用的台数，没有的填0；都一致的按“与台账一致”"
        )
    dc, dc_out, ac, ac_out = (count or 0 for count in counts)
    if dc_out > dc or ac_out > ac:
        raise Refused("不能用的台数不能多于现场的台数")
    if len(found.words) > LONGEST:
        raise Refused(f"现场情况最多{LONGEST}字，现在{len(found.words)}字")


def endanger(
    user: User,
    visit: Visit,
    kind: str,
    text: str,
    mend_by: date | None,
    seen: str | None = None,
    uploads: Sequence[UploadedFile] = (),
) -> Finding:
    """Tell of a hazard at the site, with its pictures; it neither waits for a result nor is it too
    late when that is down."""
    brought = [(upload, pictures.as_picture(upload)) for upload in uploads]
    with held(visit) as visit:
        require(rules.can_tell(user, visit))
        require_seen(seen, visit.stamp, course.KEPT)
        if kind not in DANGERS:
            raise Refused("请选择是一般隐患还是重大安全隐患")
        require_words("隐患是什么", text.strip(), course.SHORTEST)
        if mend_by is None or mend_by < clock.today():
            raise Refused("请填整改期限，不能早于今天")
        made = course.begin(user, visit, FindingKind(kind), text.strip(), mend_by)
        for upload, kept in brought:
            pictures.keep(user, visit, upload, kept, made.steps.get())
        after = {"kind": str(made.get_kind_display()), "text": made.text}
        after |= {"unit": str(made.unit), "reply_by": made.reply_by.isoformat()}
        journal.record(user, "endanger_check", made, after=after)
        return made


def in_plain(found: Found, ledger: Ledger, told: Iterable[Finding] = ()) -> dict[str, Any]:
    """What the journal tells of a result, as plain values."""
    said = {name: value for name, value in asdict(found).items() if value not in (None, "")}
    return {**said, "ledger": ledger, "differing": [one.text for one in told]}
