"""What the office leaves out of a paper, adds to it and orders in it, and keeps for the next."""

from dataclasses import dataclass, field, replace

from reports.bulletins.framing import ADDRESSEES, COPIES, office_words
from reports.documents.content import HEADING, Content, Paragraph, Table
from reports.documents.keeping import Arranged, begun_as, own_sections, with_tables
from reports.documents.kinds import PaperKind
from reports.documents.sections import alike, behind, name_of, names
from reports.documents.typed import clean, paragraphs
from reports.figures.reading import Reading
from reports.models import Bulletin
from shanyin_charging import clock
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Area


@dataclass(frozen=True)
class Choices:
    """What is typed on the desk about sections and tables: the names of the sections that stay, the
    heading, text and place of one more, and what is chosen for each table by its place."""

    sections: list[str]
    heading: str = ""
    text: str = ""
    place: str = ""
    tables: dict[tuple[int, int], Arranged] = field(default_factory=dict)


def arrange(was: Content, content: Content, chosen: Choices) -> Content:
    """The draft `was`, of which `content` is what was written, as it is chosen; raises Refused for
    what would leave nothing, and for a section without heading or text."""
    unticked = {alike(name) for name in names(was.body) if name not in chosen.sections}
    out = tuple(alike(name) for name in names(content.body) if alike(name) in unticked)
    tables = {
        place: replace(choice, note=clean(choice.note)) for place, choice in chosen.tables.items()
    }
    content = replace(content, without=out, attachments=with_tables(content, tables))
    if chosen.heading.strip() or chosen.text.strip():
        section = added(content, chosen)
        content = replace(content, body=behind(content.body, chosen.place, section))
    if not any(p.text and not p.is_heading for p in content.printed.body):
        raise Refused("一个部分也不留，正文就空了；请至少留一个部分")
    for table in (t for a in content.printed.attachments for t in a.tables):
        if len(table.heads) == 1:
            raise Refused(f"《{table.title}》只剩名称一列了；请至少留一列，不要这张表就不附它")
    return content


def added(content: Content, chosen: Choices) -> list[Paragraph]:
    """The heading and the paragraphs of a section of the office's own; raises Refused for one that
    cannot be a section."""
    heading = clean(chosen.heading)
    name = name_of(heading) if HEADING.fullmatch(heading) else heading
    text = paragraphs(chosen.text, Paragraph())
    if not name:
        raise Refused("添的部分请写明标题")
    if not text:
        raise Refused(f"“{name}”这一部分还没有内容")
    if not HEADING.fullmatch(f"一、{name}"):
        raise Refused("部分的标题最多40个字，不带句号、分号")
    if name in names(content.body):
        raise Refused(f"已有“{name}”这一部分，请直接在它下面写")
    return [Paragraph().write(f"一、{name}"), *text]


def last_issued(county: Area, kind: str) -> Bulletin | None:
    """The paper of the kind that was issued last in the county."""
    issued = Bulletin.objects.served().issued().filter(county=county, kind=kind)
    return issued.order_by("-issued_at").first()


def begun_as_before(reading: Reading, kind: PaperKind, subject: str, fresh: Content) -> Content:
    """The content of a new draft with what the office chose of the last paper of its kind. Whom
    that one went to is kept for the same subject, unless the office has ruled anew since."""
    last = last_issued(reading.county, kind.code)
    if last is None:
        return fresh
    was = last.plain
    content = begun_as(fresh, was)
    if last.subject != subject:
        return content
    for name, about in (("addressees", ADDRESSEES), ("copies", COPIES)):
        ruled = [office_words(reading, about, on) for on in (was.dated, clock.today())]
        if ruled[0] == ruled[1]:
            content = replace(content, **{name: getattr(was, name)})
    return content


def told_of(table: Table) -> str:
    """What the office has arranged in a table, in words; empty for nothing."""
    parts = [
        f"不印{'、'.join(table.hidden)}" if table.hidden else "",
        f"按{table.falling}从高到低" if table.falling else "",
        f"注：{table.note}" if table.note else "",
    ]
    told = "；".join(filter(None, parts))
    return f"《{table.title}》{told}" if told else ""


def warnings(bulletin: Bulletin) -> list[str]:
    """What should be known before the paper goes out: what of it is not printed, and which words
    stand as they stood in the last paper."""
    whole = bulletin.whole
    found = [
        f"没有印“{name}”这一部分" for name in names(whole.body) if alike(name) in whole.without
    ]
    found += [
        f"《{t.title}》没有印“{'、'.join(t.hidden)}”"
        for a in whole.attachments
        for t in a.tables
        if t.hidden and not a.left_out
    ]
    own = own_sections(whole)
    last = last_issued(bulletin.county, bulletin.kind) if own else None
    before = [part for _, part in own_sections(last.plain)] if last else []
    said = [[p.text for p in part[1:]] for part in before]
    return found + [
        f"“{name_of(part[0].text)}”这一部分和上一份一字不差，请看过是否还对"
        for _, part in own
        if [p.text for p in part[1:]] in said
    ]
