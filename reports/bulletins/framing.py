"""What every bulletin and sheet stands in: its head, its first words, its names and its day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ledger.entries import facts
from reports.bulletins.saying import paragraph
from reports.documents.content import Attachment, Content, Paragraph
from reports.documents.kinds import MONTH, PaperKind
from reports.documents.sections import NUMERALS
from reports.figures.reading import Reading
from shanyin_charging import clock
from targets.models import Question, Ruling

WORK_SHOWN = 8  # pieces of work that a 简报 tells of
ADDRESSEES, COPIES = "addressees:", "copies:"  # rulings' subjects, before the county's code


def content(
    r: Reading,
    kind: PaperKind,
    title: str,
    body: Iterable[Paragraph],
    attachments: Iterable[Attachment] = (),
    addressees: str | None = None,
) -> Content:
    """The content of a kind with the office's names, dated today, as known up to the reading's
    entry or the ledger's last."""
    names = r.county.letterhead
    known = facts.last_number(r.county) if r.known is None else r.known
    return Content(
        kind.head,
        names.brief if kind.head == "brief" else names.office,
        title,
        office_words(r, ADDRESSEES) if addressees is None else addressees,
        tuple(body),
        tuple(attachments),
        names.office,
        clock.today(),
        office_words(r, COPIES),
        known,
        plan=r.plan.code,
    )


def office_words(r: Reading, about: str, on: date | None = None) -> str:
    """主送 or 抄送 of the county's papers on a day (None: today): as the office has ruled, else as
    the plan says it."""
    subject = f"{about}{r.county.code}"
    asked = Question.objects.asked_under(r.plan).filter(subject=subject).first()
    default = asked.default_words if asked else ""
    return str(Ruling.objects.of(r.county).answer(subject, on or clock.today(), default))


def opening(r: Reading, about: str) -> Paragraph:
    """The first paragraph: by which plan, about what."""
    return paragraph(f"按照《{r.plan.title}》（{r.plan.document_no}）要求，现将{about}通报如下。")


def numbered(sections: Iterable[tuple[str, Sequence[Paragraph]]]) -> Iterator[Paragraph]:
    """Sections with their headings of the first level; one without a paragraph is left out."""
    there = [(title, paragraphs) for title, paragraphs in sections if paragraphs]
    for number, (title, paragraphs) in zip(NUMERALS, there, strict=False):
        yield paragraph(f"{number}、{title}")
        yield from paragraphs


def sentence(text: str) -> str:
    """Typed words that end as a sentence does."""
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def plain(
    r: Reading, title: str, body: Iterable[Paragraph], attachments: Iterable[Attachment] = ()
) -> Content:
    """A sheet without a red head, a number, or whom it goes to."""
    return replace(
        content(r, MONTH, title, body, attachments, addressees=""), head="none", copies=""
    )
