"""What is done to a draft: begun from the figures, written on, read anew, thrown away."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NotRequired, TypedDict

from django.db import transaction

from reports import rules
from reports.bulletins import compose
from reports.bulletins.states import TRANSITIONS, locked
from reports.documents.content import Content, Paragraph
from reports.documents.keeping import kept
from reports.documents.kinds import CORRECTION, TERM, PaperKind
from reports.documents.sections import alike, names
from reports.documents.stored import to_json
from reports.documents.typed import clean, paragraphs
from reports.figures.reading import Reading, read
from reports.models import Bulletin
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.months import Month

from .arranging import Choices, arrange, begun_as_before, told_of
from .comparing import again, corrected, to_correct

LINES = ("title", "addressees", "copies")  # that the office writes around the body


class Typed(TypedDict):
    """What is typed on the desk of a draft."""

    title: str
    addressees: str
    copies: str
    body: list[str]  # the paragraphs' fields in order
    attached: list[str]  # the numbers of the attachments that stay
    more: NotRequired[str]  # paragraphs behind the last
    arranged: NotRequired[Choices]  # of sections and tables


def draft(user: User, reading: Reading, kind: PaperKind, subject: str = "") -> Bulletin:
    """A new draft, composed from the figures as they are now; raises Refused for a subject that
    there is not, and for a month that ends no such time."""
    if not kind.ends_in(reading.month.month):
        raise Refused(f"{kind.label}要写到{kind.last_months}，请换一个月份")
    if kind is TERM and reading.month != (last := Month.of(reading.plan.ends_on)):
        raise Refused(f"{kind.label}写到方案期的最后一个月，请选{last.label}")
    try:
        content = compose.compose(reading, kind, subject)
    except LookupError:
        raise Refused("请选择这份通报写的是哪个单位、哪项任务或哪条公路") from None
    content = begun_as_before(reading, kind, subject, content)
    return keep(user, "draft", reading, kind, content, subject=subject)


def correct(user: User, was: Bulletin, seen: str | None = None) -> Bulletin:
    """A draft that corrects an issued bulletin, and what was said of it since, by what its figures
    are now."""
    require(rules.can_correct(user, was))
    reading, found = read(was.month), to_correct(was)
    if not found:
        raise Refused("这份通报和现在的台账一致，没有可更正的")
    content = corrected(was, found)
    with locked(was) as was:
        require_seen(seen, was.stamp)
        return keep(user, "correct", reading, CORRECTION, content, corrects=was)


def keep(
    user: User, verb: str, reading: Reading, kind: PaperKind, content: Content, **fields: Any
) -> Bulletin:
    """The content as a new draft, under the verb that made it; raises Refused for who may not
    draft."""
    with transaction.atomic():
        require(rules.can_draft(user))
        made = Bulletin.objects.create(
            county=reading.county,
            kind=kind.code,
            month_on=reading.month.first_day,
            title=content.title,
            content=to_json(content),
            drafted_by=user,
            drafted_at=clock.now(),
            **fields,
        )
        made.authors.add(user)
        journal.record(user, TRANSITIONS.event(verb), made, after=begun(made))
        return made


def begun(made: Bulletin) -> dict:
    """What a new draft is, for the journal."""
    about = {"kind": made.kind, "month_on": made.month_on.isoformat(), "title": made.title}
    if made.subject:
        about["subject"] = made.subject
    if made.corrects:
        about["corrects"] = made.corrects.number
    return about


def write(user: User, bulletin: Bulletin, revision: int, typed: Typed) -> Bulletin:
    """Keep what was typed into the draft.

    Raises Overtaken when somebody else has saved since `revision`.
    """
    with locked(bulletin) as bulletin:
        require(rules.can_write(user, bulletin))
        require_seen(str(revision), str(bulletin.revision), "没有保存，您填的内容还在下面")
        was, kept = bulletin.whole, typed["attached"]
        body = [
            p
            for field, old in zip(typed["body"], was.body, strict=True)
            for p in paragraphs(field, old)
        ]
        body += paragraphs(typed.get("more", ""), Paragraph())
        title = clean(typed["title"])[:200]
        if not title or not any(p.text for p in body):
            raise Refused("标题和正文不能空着")
        attachments = tuple(
            replace(a, left_out=str(n) not in kept) for n, a in enumerate(was.attachments)
        )
        content = replace(
            was,
            title=title,
            addressees=clean(typed["addressees"]),
            copies=clean(typed["copies"]),
            body=tuple(body),
            attachments=attachments,
        )
        if "arranged" in typed:
            content = arrange(was, content, typed["arranged"])
        return bulletin if content == was else store(user, "write", bulletin, content)


def store(user: User, verb: str, bulletin: Bulletin, content: Content) -> Bulletin:
    """Keep the changed draft as its next revision."""
    before, after = changed(bulletin.whole, content)
    before["revision"], after["revision"] = bulletin.revision, bulletin.revision + 1
    bulletin.edited_by = user
    bulletin.content, bulletin.title, bulletin.revision = (
        to_json(content),
        content.title,
        bulletin.revision + 1,
    )
    bulletin.save()
    bulletin.authors.add(user)
    journal.record(user, TRANSITIONS.event(verb), bulletin, before=before, after=after)
    return bulletin


def changed(was: Content, now: Content) -> tuple[dict, dict]:
    """The parts of a draft that differ, for the journal, as they were and as they are."""
    one, other = parts(was), parts(now)
    names = [name for name in one if one[name] != other[name]]
    return (
        {name: only_in(one[name], other[name]) for name in names},
        {name: only_in(other[name], one[name]) for name in names},
    )


def parts(content: Content) -> dict:
    """What of a content a person can change, and what it was made from."""
    return {
        **{name: getattr(content, name) for name in LINES},
        "body": [p.text for p in content.body],
        "left_out": [a.title for a in content.attachments if a.left_out],
        "without": [n for n in names(content.body) if alike(n) in content.without],
        "tables": [told for a in content.attachments for t in a.tables if (told := told_of(t))],
        "figures": content.keys,
        "known": content.known,
    }


def only_in(part: Any, beside: Any) -> Any:
    """Of several paragraphs, titles or figures those that are not beside it too; anything else
    whole."""
    if isinstance(part, list):
        return [text for text in part if text not in beside]
    if isinstance(part, dict):
        return {key: text for key, text in part.items() if beside.get(key) != text}
    return part


def refresh(user: User, bulletin: Bulletin, seen: str | None = None) -> Bulletin:
    """Compose the draft again from the figures as they are now; an edited paragraph keeps its words
    beside them."""
    fresh = again(bulletin)
    with locked(bulletin) as bulletin:
        require(rules.can_refresh(user, bulletin))
        require_seen(seen, bulletin.stamp)
        was = bulletin.whole
        body = tuple(keep_words(was.body, fresh.body))
        content = replace(
            kept(fresh, was),
            title=was.title,
            addressees=was.addressees,
            copies=was.copies,
            body=body,
        )
        return store(user, "refresh", bulletin, content)


def keep_words(was: Sequence[Paragraph], fresh: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The fresh paragraphs with the words that were written over the same ones before, and the
    office's own paragraphs behind those that they stood behind."""
    written, own = {}, defaultdict(list)
    for place, p in placed(was):
        if not p.sentences:
            own[place].append(p)
        elif p.edited is not None:
            written[place] = p.edited
    yield from own.pop(FIRST, ())
    for place, p in placed(fresh):
        yield p.write(written.pop(place, p.computed))
        yield from own.pop(place, ())
    yield from (Paragraph(edited=text) for text in written.values() if text)
    yield from (p for rest in own.values() for p in rest)


Place = tuple[str, int]  # how a computed paragraph begins, and which it is of those that do
FIRST: Place = ("", 0)


def placed(body: Iterable[Paragraph]) -> Iterator[tuple[Place, Paragraph]]:
    """Each paragraph with its place; one of the office's own has that of the computed one that it
    stands behind."""
    seen: Counter[str] = Counter()
    place = FIRST
    for p in body:
        if p.sentences:
            seen[p.outline] += 1
            place = p.outline, seen[p.outline]
        yield place, p


def discard(user: User, bulletin: Bulletin, seen: str | None = None) -> None:
    """Throw a draft away; nothing that has a number can be."""
    with locked(bulletin) as bulletin:
        require(rules.can_discard(user, bulletin))
        require_seen(seen, bulletin.stamp)
        before = {**begun(bulletin), "state": bulletin.state, "revision": bulletin.revision}
        journal.record(user, TRANSITIONS.event("discard"), bulletin, before=before)
        bulletin.delete()
