"""Whether an issued paper is what it was: its files by the digests of its day, its numbers by the
ledger as it was known then, and, in the layout that is composed now, every byte set anew."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reports import rules
from reports.bulletins import amended, compose
from reports.bulletins.comparing import PASSING
from reports.bulletins.composed import composed_at, event_of
from reports.bulletins.differences import Difference, of_contents, of_figures
from reports.bulletins.names_then import as_then, called_then
from reports.bulletins.saying import shown
from reports.documents.content import LAYOUT, Attachment, Content, Paragraph
from reports.documents.keeping import kept
from reports.documents.kinds import CORRECTION, KINDS
from reports.figures.figure import Figure, parse_key
from reports.figures.reading import Reading, read
from reports.models import Bulletin
from reports.press import press, tools
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.months import Month

NAMED = 3  # of what differs
PROVE = "prove_bulletin"
MOST, WITHIN = 3, timedelta(minutes=1)  # proofs that one person may ask for


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, in words; whether it is as it should be."""

    holds: bool
    text: str


def prove_for(user: User, bulletin: Bulletin) -> list[Finding]:
    """What was found for who asked, put on record; raises Refused for a draft and for who asks too
    often, press.Busy where no press came free."""
    require(rules.can_prove(user, bulletin))
    asked = Event.objects.filter(verb=PROVE, person=user.pk, at__gt=clock.now() - WITHIN).count()
    if asked >= MOST:
        raise Refused(f"核验要把整份通报重新排一遍，一分钟最多{MOST}次；请过一分钟再核验")
    found = prove(bulletin)
    right = [finding.text for finding in found if finding.holds]
    wrong = [finding.text for finding in found if not finding.holds]
    journal.record(user, PROVE, bulletin, found=right, differing=wrong)
    return found


def last_proof(bulletin: Bulletin) -> tuple[datetime, list[Finding]] | None:
    """When the bulletin was proved last, and what was found; None where nobody has asked yet."""
    event = event_of(bulletin, PROVE)
    if event is None:
        return None
    found = [Finding(True, text) for text in event.detail["found"]]
    return event.at, found + [Finding(False, text) for text in event.detail["differing"]]


def prove(bulletin: Bulletin) -> list[Finding]:
    """What was found of an issued bulletin; raises press.Busy where no press came free."""
    found = [files_are_those_that_were_signed(bulletin), numbers_are_those_of_the_day(bulletin)]
    if bulletin.plain.layout == LAYOUT:
        return [*found, *set_anew(bulletin)]
    words = "这是版式改动以前印发的，正文和表的写法已不同：核对文件摘要和数字，不重新排版"
    return [*found, Finding(True, words)]


def files_are_those_that_were_signed(bulletin: Bulletin) -> Finding:
    """Each file by its own digest, and by the one that the journal has of its signing."""
    event = event_of(bulletin, "issue_bulletin")
    signed = event.detail.get("digests", {}) if event else {}
    wrong: list[str] = []
    right: list[str] = []
    for file in bulletin.files.order_by("pk"):
        digest = hashlib.sha256(bytes(file.content)).hexdigest()
        same = digest == file.sha256 == signed.get(file.format, file.sha256)
        (right if same else wrong).append(press.FORMATS[file.format][2])
    lacking = [press.FORMATS[name][2] for name in signed if name not in stored_formats(bulletin)]
    if wrong or lacking or not right:
        told = [f"{'、'.join(wrong)}的内容和签发时的摘要不一致"] if wrong else []
        told += [f"缺少签发时的{'、'.join(lacking)}"] if lacking else []
        return Finding(False, "；".join(told) or "没有签发时的文件")
    beside = "和日志里签发时的记录" if signed else ""
    return Finding(True, f"文件摘要{beside}一致：{'、'.join(right)}")


def stored_formats(bulletin: Bulletin) -> set[str]:
    """The formats of which a file is kept."""
    return set(bulletin.files.values_list("format", flat=True))


def as_known(bulletin: Bulletin, month: Month) -> Reading:
    """The reading of a month as it was when the bulletin's figures were read."""
    reading = read(month, bulletin.plain.known)
    vars(reading)["moment"] = composed_at(bulletin)
    return reading


def numbers_are_those_of_the_day(bulletin: Bulletin) -> Finding:
    """Each figure that is printed under its key, against the ledger as known then."""
    keys = bulletin.plain.keys
    addresses = {key: parse_key(key) for key in keys}
    months = {address.month for address in addresses.values()}
    readings = {month: as_known(bulletin, month) for month in months}
    figures: dict[str, Figure] = {
        key: readings[address.month].at(address) for key, address in addresses.items()
    }
    now = {key: shown(figure).text for key, figure in figures.items()}
    if others := list(of_figures(keys, figures, now).values()):
        return Finding(False, f"{len(others)}个数字与当日台账不同：{in_words(others)}")
    return Finding(True, f"{len(keys)}个数字与当日台账一致")


def in_words(rows: Sequence[Difference]) -> str:
    """Some of what differs: its name, as printed, as it is by the ledger."""
    named = "；".join(f"{name}印作{then}，应为{now}" for name, then, now in rows[:NAMED])
    return f"{named}等" if len(rows) > NAMED else named


def set_anew(bulletin: Bulletin) -> Iterator[Finding]:
    """The text and the tables composed again from the ledger of the day, and every file set again
    from that: the same bytes, or why not."""
    stored = bulletin.whole
    again = stored if bulletin.kind == CORRECTION.code else anew(bulletin)
    if again != stored:
        others = of_contents(stored, again, {})
        told = in_words(others) or "文字所依据的数字编号不同"
        yield Finding(False, f"按当日台账重新起草，有{len(others) or 1}处不同：{told}")
        return
    with press.turn():
        made = {name: press.render(again, name) for name in press.FORMATS}
    kept = dict(bulletin.files.values_list("format", "sha256"))
    wrong = [name for name, content in made.items() if not same(content, kept.get(name))]
    source = "存档内容" if bulletin.kind == CORRECTION.code else "当日台账"
    if not wrong:
        names = "、".join(press.FORMATS[name][2] for name in made)
        yield Finding(True, f"按{source}重新排版，和签发的文件逐字节相同：{names}")
        return
    names = "、".join(press.FORMATS[name][2] for name in wrong)
    event = event_of(bulletin, "issue_bulletin")
    if changed := tools.differing(event.detail.get("tools", {}) if event else {}):
        words = f"这台机器排版用的{'、'.join(changed)}和签发时不同，{names}不能逐字节比对；内容相同"
        yield Finding(True, words)
        return
    yield Finding(False, f"按{source}重新排版，{names}和签发的文件不同")


def same(content: bytes, digest: str | None) -> bool:
    """Whether content has this digest."""
    return hashlib.sha256(content).hexdigest() == digest


def anew(bulletin: Bulletin) -> Content:
    """The content composed from the ledger of its day, with the office's own words, its number, its
    day and its names as they were issued. Sentences that are true of their day alone stay."""
    stored = bulletin.whole
    with clock.at(composed_at(bulletin)):
        reading = as_known(bulletin, bulletin.month)
        kind, notes = KINDS[bulletin.kind], amended.notes_of(bulletin)
        composed = compose.compose(reading, kind, bulletin.subject, notes)
    fresh = kept(as_then(composed, called_then(bulletin)), stored).printed
    body = tuple(bodied(stored.body, list(fresh.body), stored.removed))
    by_title = {attachment.title: attachment for attachment in fresh.attachments}
    attachments: tuple[Attachment, ...] = tuple(
        by_title[a.title] for a in stored.attachments if a.title in by_title
    )
    return replace(stored, body=body, attachments=attachments)


def bodied(
    stored: Sequence[Paragraph], fresh: list[Paragraph], removed: Sequence[str]
) -> Iterator[Paragraph]:
    """The fresh paragraphs in the places of the stored ones, with what was written over them; then
    those that the paper has not and that the office did not take out."""
    for p in stored:
        if not p.sentences:
            yield p
            continue
        found = next((f for f in fresh if f.computed == p.computed), None) or next(
            (f for f in fresh if f.outline == p.outline), None
        )
        if found:
            fresh.remove(found)
        if any(sentence.rule in PASSING for sentence in p.sentences):
            yield p
        elif found:
            yield replace(found, edited=p.edited)
    passing = (f for f in fresh if f.outline not in removed)
    yield from (f for f in passing if not any(s.rule in PASSING for s in f.sentences))
