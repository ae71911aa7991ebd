"""Writing in a draft: beginning a return, its lines, one by one or from a spreadsheet."""

import secrets
from collections.abc import Collection, Iterable

from ledger.lines import line_form
from ledger.lines.readback import Readback
from ledger.models import Kind, Line, Period, Remark, Submission, Version
from ledger.returns import rules
from ledger.returns.locking import locked, locked_period
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal, once
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Unit


def new_key() -> str:
    """A key against doing a thing twice: 43 characters that nobody guesses, made by the server."""
    return secrets.token_urlsafe(32)


def start(
    user: User, period: Period, unit: Unit, kind: str = Kind.RETURN, key: str | None = None
) -> Submission:
    """The unit's return for the period, made with an empty first version (with this key) when there
    is none yet."""
    with locked_period(period) as period:
        require(rules.can_report(user, period, unit, kind))
        if kind == Kind.RETURN and (
            found := Submission.objects.filter(period=period, unit=unit, kind=kind).first()
        ):
            return found
        submission = Submission.objects.create(period=period, unit=unit, kind=kind)
        Version.objects.create(submission=submission, number=1, key=key or new_key())
        return submission


def begin(user: User, submission: Submission, key: str | None = None) -> Submission:
    """The return itself where it is made already, else `start` with the unsaved one's period and
    unit."""
    return submission if submission.pk else start(user, submission.period, submission.unit, key=key)


def put_line(
    user: User,
    submission: Submission,
    kind: str,
    key: str,
    typed: dict,
    line_id: str | int | None = None,
    seen: str | None = None,
) -> Line:
    """Keep what was typed in the draft, valid or not; the same key again is the same line, with the
    newest words of its form.

    With `line_id` it changes that line; `seen` is the stamp of what the person had before them, and
    when the line is no longer that, Overtaken is raised and both typings survive: one in the draft,
    one in the caller's hand.
    """
    with locked(submission) as submission:
        once.claim()
        require_open(user, submission)
        version = submission.current
        form = line_form(kind, submission, typed)
        values = form.values() if form.is_valid() else None
        if line_id:
            line = version.lines.filter(pk=line_id).first()
            if line is None:
                raise Refused("这一条已在另一个窗口删去或另存，请刷新页面核对")
            if line.typed == typed:  # the same press again, or nothing new in it
                return line
            require_seen(seen, line.stamp, "没有保存：上面是别处存下的内容，下面是您填的")
            was = in_words(line)
            line.typed, line.values, line.authors = typed, values, line.written_by(user)
            line.save()
            note(user, submission, was, in_words(line))
            return line
        version.nil = False
        version.save()
        was = in_words(version.lines.filter(key=key).first())
        told = {"kind": kind, "typed": typed, "values": values, "authors": [user.pk]}
        line = version.lines.update_or_create(key=key, defaults=told)[0]
        note(user, submission, was, in_words(line))
        return line


def in_words(line: Line | None) -> str | None:
    """A whole line as a sentence; None for one that is half typed, or not there."""
    if line is None or not line.is_whole:
        return None
    return Readback([line], line.version.submission.period.plan).sentence(line)


def note(user: User, submission: Submission, was: str | None, now: str | None) -> None:
    """One event of what became of a line of a month's draft. A half line is nobody's statement yet,
    and a correction is handed in with the press that writes it."""
    if was != now and submission.kind != Kind.CORRECTION:
        before, after = ({"line": said} if said else None for said in (was, now))
        journal.record(user, "write_line", submission, before=before, after=after)


def put_lines(
    user: User,
    submission: Submission,
    rows: Collection[tuple[str, str, dict, dict | None]],
    removed: Iterable[str],
    seen: str,
) -> None:
    """Write a spreadsheet into the draft, all or nothing: `rows` are (key, kind, typed, values;
    None of a line that is not whole) of new and of changed lines, `removed` the keys to take out;
    Overtaken when the draft is no longer the one that was `seen`."""
    with locked(submission) as submission:
        require_open(user, submission)
        version = submission.current
        require_seen(seen, version.stamp, "没有写入，下面是新的预览")
        gone = version.lines.filter(key__in=[*removed, *(key for key, *_ in rows)])
        wrote = dict(gone.values_list("key", "authors"))
        gone.delete()
        lines = [
            Line(version=version, key=key, kind=kind, typed=typed, values=values)
            for key, kind, typed, values in rows
        ]
        for line in lines:
            line.authors = wrote.get(line.key, [])
            line.authors = line.written_by(user)
        Line.objects.bulk_create(lines)
        if rows:
            version.nil = False
            version.save()


def take_up(
    user: User, submission: Submission, rows: Collection[tuple[str, str, dict, dict | None]]
) -> None:
    """Lines that rows of lists become, each on record as if it had been typed."""
    with locked(submission) as submission:
        once.claim()
        put_lines(user, submission, rows, [], submission.current.stamp)
        for line in submission.current.lines.filter(key__in=[key for key, *_ in rows]):
            note(user, submission, None, in_words(line))


def remove_line(
    user: User, submission: Submission, line_id: str | int, seen: str | None = None
) -> None:
    """Take a line out of the draft, as it was `seen`; one that is gone already stays gone."""
    with locked(submission) as submission:
        once.claim()
        require_open(user, submission)
        if line := submission.current.lines.filter(pk=line_id).first():
            require_seen(seen, line.stamp, "没有删去")
            was = in_words(line)
            line.delete()
            note(user, submission, was, None)


def require_open(user: User, submission: Submission) -> None:
    """Raise Refused unless the person may write in the return now, made or not yet made."""
    require(rules.can_write(user, submission))
    if submission.pk and not submission.is_open:
        raise Refused(f"{submission}已上报，不能再改；需要修改请先撤回")


def remarks_on(submission: Submission) -> list[Remark]:
    """What the office said about the version that it sent back last."""
    if not submission.pk:
        return []
    sent_back = submission.versions.filter(remarks__isnull=False).order_by("-number").first()
    return (
        list(sent_back.remarks.select_related("line")) if sent_back and submission.is_open else []
    )
