"""All that two contents of one paper print otherwise (pure): figures, other cells, drawings,
sentences."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from reports.documents.content import NUMBER, Cell, Chart, Content, Paragraph, Table
from reports.documents.stored import from_json, to_json
from reports.figures import formats
from reports.figures.figure import Figure, parse_key

NOT_THERE = "（没有）"
DAY = re.compile(r"\d+[年月日]|\d{4}-\d\d-\d\d|\d\d:\d\d|附件\d+")
NOUGHT = re.compile(r"尚无|无新增|没有单位")
SENTENCE = re.compile(r"[^。]*。|[^。]+$")
ALIKE = 0.5  # from which on two sentences are taken for one that has changed
ORDINAL = "序号"  # over a column that only counts the rows
FULL_WIDTH = str.maketrans("()", "（）")


class Difference(NamedTuple):
    """What is printed somewhere, and what should be."""

    name: str
    then: str
    now: str

    @property
    def is_number(self) -> bool:
        """Whether other numbers are printed, and not only other words or days; a nought is said in
        words."""
        then, now = (NOUGHT.sub("0", text) for text in (self.then, self.now))
        return numbers(then) != numbers(now)


def numbers(text: str) -> list[str]:
    """The numbers of a text that are no part of a day."""
    return NUMBER.findall(DAY.sub("", text))


def whole(text: str, figure: Figure) -> str:
    """A figure's digits with its unit; why there is none stays as it is."""
    return f"{bare(text, figure)}{formats.unit(figure)}" if text[:1].isdigit() else text


def bare(text: str, figure: Figure) -> str:
    """A figure's digits, without the unit that some tables print behind them."""
    return text.removesuffix(formats.unit(figure))


def of_figures(
    keys: Mapping[str, str], figures: Mapping[str, Figure], now: Mapping[str, str]
) -> dict[str, Difference]:
    """By key each figure whose digits are others now."""
    names, found = names_of(keys, figures), {}
    for key, then in keys.items():
        figure = figures[key]
        if bare(then, figure) != bare(now[key], figure):
            found[key] = Difference(names[key], whole(then, figure), whole(now[key], figure))
    return found


def names_of(keys: Iterable[str], figures: Mapping[str, Figure]) -> dict[str, str]:
    """By key what each figure is called; where a paper prints several of one name, with their
    time."""
    names = {key: f"{figures[key].where.name}{figures[key].name}" for key in keys}
    often = Counter(names.values())
    return {key: name + (time_of(key) if often[name] > 1 else "") for key, name in names.items()}


def time_of(key: str) -> str:
    """The time that a figure is of, in words."""
    address = parse_key(key)
    month = address.month
    if address.window == "month":
        return f"（{month.label}）"
    if address.window == "year":
        return f"（{month.year}年累计至{month.month}月）"
    return f"（至{month.label}底）"


def of_contents(then: Content, now: Content, moved: Mapping[str, Difference]) -> list[Difference]:
    """Everything that `then` prints otherwise than `now`, in the order of the paper; `moved` are
    its figures that are others now, by key."""
    then, now = set_alike(then), set_alike(now)
    found = [*in_texts(then, now, moved), *in_tables(then, now, moved)]
    found += [d for d in in_drawings(then, now) if not any(same_place(d, one) for one in found)]
    return list(dict.fromkeys(found))


def set_alike(content: Content) -> Content:
    """The content with the brackets of Chinese: earlier releases wrote a clause as 一(二), which
    says nothing else than 一（二）."""
    stored = json.dumps(to_json(content), ensure_ascii=False)
    return from_json(json.loads(stored.translate(FULL_WIDTH))) if "(" in stored else content


def same_place(drawn: Difference, told: Difference) -> bool:
    """Whether a bar of a drawing shows what a table tells of the same row."""
    label = drawn.name.partition("：")[2]
    return told.name.startswith(label) and (told.then, told.now) == (drawn.then, drawn.now)


# Sentences.


def in_texts(then: Content, now: Content, moved: Mapping[str, Difference]) -> Iterator[Difference]:
    """The sentences that are others, were dropped or were added: by their figures where nothing
    else in them has changed, else whole. What the office wrote itself has nothing to compare."""
    fresh, rewritten = {p.outline: p for p in reversed(now.body)}, set()
    for heading, p in sections(then.body):
        if p.sentences and p.edited is not None:
            rewritten.add(p.outline)
            by_rule = fresh.get(p.outline)
            if by_rule is None or by_rule.computed != p.computed:
                yield Difference(heading, p.text, by_rule.text if by_rule else NOT_THERE)
    was, is_ = (
        [
            (heading, sentence, p)
            for heading, p in sections(content.body)
            if p.sentences and p.outline not in rewritten
            for sentence in SENTENCE.findall(p.text)
        ]
        for content in (then, now)
    )
    gone = beyond(was, Counter(sentence for _, sentence, _ in is_))
    come = beyond(is_, Counter(sentence for _, sentence, _ in was))
    for heading, sentence, p in gone:
        other = alike(sentence, heading, come)
        if other:
            come.remove(other)
        text = other[1] if other else NOT_THERE
        figures = [moved[s.key] for t in p.sentences for s in t.figures if s.key in moved]
        told = [d for d in figures if is_printed(d, sentence, text)]
        yield from told
        if not is_explained(sentence, text, told):
            yield Difference(heading, sentence, text)
    for heading, sentence, _ in come:
        yield Difference(heading, NOT_THERE, sentence)


def sections(body: Iterable[Paragraph]) -> Iterator[tuple[str, Paragraph]]:
    """Each paragraph with the name of the place where it stands."""
    heading = ""
    for p in body:
        heading = p.text if p.is_heading else heading
        yield f"正文“{heading}”" if heading else "正文", p


Told = tuple[str, str, Paragraph]  # section, sentence, paragraph


def beyond(told: list[Told], others: Counter[str]) -> list[Told]:
    """What is told more often than among the others."""
    left, found = Counter(others), []
    for one in told:
        if left[one[1]]:
            left[one[1]] -= 1
        else:
            found.append(one)
    return found


def alike(sentence: str, heading: str, others: list[Told]) -> Told | None:
    """Of the others in the same section the one that is most alike, if it is alike enough."""
    rated = [
        (SequenceMatcher(None, sentence, other[1], autojunk=False).ratio(), other)
        for other in others
        if other[0] == heading
    ]
    likeness, best = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return best if likeness >= ALIKE else None


def is_printed(figure: Difference, then: str, now: str) -> bool:
    """Whether the digits of a figure stand in a sentence, and its new ones in their place."""
    pairs = set(zip(numbers(then), numbers(now), strict=False))
    own = set(zip(numbers(figure.then), numbers(figure.now), strict=False))
    return NUMBER.split(then) == NUMBER.split(now) and bool(own) and own <= pairs


def is_explained(then: str, now: str, told: list[Difference]) -> bool:
    """Whether two sentences differ in nothing but the digits of these figures."""
    pairs = {
        (one, other)
        for d in told
        for one, other in zip(numbers(d.then), numbers(d.now), strict=False)
    }
    both = zip(numbers(then), numbers(now), strict=False)
    return NUMBER.split(then) == NUMBER.split(now) and all(
        one == other or (one, other) in pairs for one, other in both
    )


# Tables and drawings.


def in_tables(then: Content, now: Content, moved: Mapping[str, Difference]) -> Iterator[Difference]:
    """The cells and the notes that are others: a figure's by its name, another by its row and its
    column. A table that is only in one of the two is no change of what the other says."""
    fresh = {table.title: table for table in tables_of(now)}
    for table in tables_of(then):
        if table.title not in fresh:
            yield Difference(f"附表《{table.title}》", f"{len(table.rows)}行", NOT_THERE)
            continue
        yield from in_rows(table, fresh[table.title], moved)
        was, is_ = table.notes, fresh[table.title].notes
        place = f"《{table.title}》注"
        yield from (Difference(place, note, NOT_THERE) for note in was if note not in is_)
        yield from (Difference(place, NOT_THERE, note) for note in is_ if note not in was)


def in_rows(then: Table, now: Table, moved: Mapping[str, Difference]) -> Iterator[Difference]:
    """The cells of one table that are others, and the rows that were dropped or added."""
    was, is_ = labelled(then), labelled(now)
    for label, cells in was.items():
        place = label[0]
        if label not in is_:
            yield Difference(place, said(cells), NOT_THERE)
            continue
        for head, cell in cells.items():
            other = is_[label].get(head, cell)
            if cell.key in moved:
                yield moved[cell.key]
            elif cell.text != other.text:
                yield Difference(f"{place}{head}", cell.text, other.text)
    for label in is_.keys() - was.keys():
        yield Difference(label[0], NOT_THERE, said(is_[label]))


def labelled(table: Table) -> dict[tuple[str, int], dict[str, Cell]]:
    """By its name, and how often that name came before: each row's other cells by their heads."""
    at = 1 if table.heads[0] == ORDINAL else 0
    seen: Counter[str] = Counter()
    rows = {}
    for row in table.rows:
        name = row[at].text
        rows[name, seen[name]] = dict(zip(table.heads[at + 1 :], row[at + 1 :], strict=True))
        seen[name] += 1
    return rows


def said(cells: Mapping[str, Cell]) -> str:
    """A row's cells in words."""
    return "，".join(f"{head}{cell.text}" for head, cell in cells.items() if cell.text)


def tables_of(content: Content) -> list[Table]:
    """Every table of a paper."""
    return [table for attachment in content.attachments for table in attachment.tables]


def in_drawings(then: Content, now: Content) -> Iterator[Difference]:
    """The bars that are others, by their drawings."""
    for title, label, one, other in bars_that_differ(then, now):
        yield Difference(f"《{title}》：{label}", one, other)


def bars_that_differ(then: Content, now: Content) -> Iterator[tuple[str, str, str, str]]:
    """(drawing, label, then, now) of each bar that is another."""
    fresh = {chart.title: bars(chart) for chart in charts_of(now)}
    for chart in charts_of(then):
        was, is_ = bars(chart), fresh.get(chart.title, {})
        for label in dict.fromkeys([*was, *is_]):
            one, other = was.get(label, NOT_THERE), is_.get(label, NOT_THERE)
            if one != other:
                yield chart.title, label, one, other


def bars(chart: Chart) -> dict[str, str]:
    """Each bar's number with its unit, by its label."""
    return {bar.label: f"{bar.value}{chart.unit}" for bar in chart.bars}


def charts_of(content: Content) -> list[Chart]:
    """Every drawing of a paper."""
    return [chart for attachment in content.attachments for chart in attachment.charts]
