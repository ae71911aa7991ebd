"""Which answers the numbers that a file prints give: of readings that are possible, the one by
which they come out."""

from dataclasses import replace
from datetime import date

from .counting import UNEQUAL
from .reading import read
from .settled import Question, Reading, Settlement
from .sheet import Sheet
from .totals import SUMS, counted_in
from .words import Vocabulary

ABOUT = ("rows", "hidden", "twins", "power", "column")  # questions whose answers change numbers
COUNTING = ("piles", "connectors", "current")  # fields whose default does
MOST_ROWS = 20_000  # that are read to try answers
Off = frozenset[tuple[str, int, str]]


def prove(
    sheets: list[Sheet], settlement: Settlement, vocabulary: Vocabulary, today: date
) -> dict[str, str]:
    """Key of a question to the one answer by which all printed numbers come out that any answer
    brings out, "" where no answer does; nothing of a question that they do not tell apart."""
    if not prints(settlement):
        return {}
    proof = Proof(sheets, settlement, vocabulary, today)
    for question in proof.open:
        proof.decide(question)
    return proof.found


def prints(settlement: Settlement) -> bool:
    """Whether a table that is read prints a number of itself: in a row of totals, in words, or by
    counting its piles in all and by their current."""
    tables = [table for table in settlement.tables if table.read]
    rows = [row for table in tables for row in table.skipped]
    is_told = any(row.reason in SUMS or counted_in(row) for row in rows)
    return is_told or any(
        "piles" in one.fields and {"dc", "ac"} & set(one.fields) for one in tables
    )


class Proof:
    """Reads a file with one answer after the other."""

    def __init__(
        self, sheets: list[Sheet], settlement: Settlement, vocabulary: Vocabulary, today: date
    ) -> None:
        self.sheets, self.settlement = sheets, settlement
        self.vocabulary, self.today = vocabulary, today
        self.found: dict[str, str] = {}
        self.proposed: dict[str, str] = {}
        self.left, self.rows = MOST_ROWS, sum(len(sheet["rows"]) for sheet in sheets)
        first = self.read({})
        self.proposed = {one.key: one.proposal for one in first.questions if one.is_open}
        self.open = [one for one in first.questions if self.may_be_proven(one)]

    def may_be_proven(self, question: Question) -> bool:
        """Whether a question is about numbers, and nobody has answered it."""
        is_counting = question.about in ABOUT or question.field in COUNTING
        return is_counting and question.key not in self.settlement.answers

    def read(self, answers: dict[str, str]) -> Reading:
        """The file with all that is proposed, and some answers instead."""
        self.left -= self.rows
        told = {**self.proposed, **self.found, **self.settlement.answers, **answers}
        settlement = replace(self.settlement, answers=told, proven={})
        return read(self.sheets, settlement, self.vocabulary, self.today)

    def decide(self, question: Question) -> None:
        """Try the answers of a question."""
        if self.rows * len(question.choices) > self.left:
            return
        tried = {code: is_off(self.read({question.key: code})) for code, _ in question.choices}
        least = frozenset.intersection(*tried.values())
        if all(off == least for off in tried.values()):
            return
        best = [code for code, off in tried.items() if off == least]
        if len(best) == 1:
            self.found[question.key] = best[0]
        elif question.proposal not in best:
            self.found[question.key] = ""


def is_off(found: Reading) -> Off:
    """The printed numbers that do not come out: of rows of totals, titles and notes, and of rows
    that count their piles twice."""
    totals = {(one.sheet, one.number, one.field) for one in found.totals if not one.agrees}
    rows = {
        (fault.sheet, fault.number, "")
        for line in found.rows
        for fault in line.faults
        if UNEQUAL in fault.sentence
    }
    return frozenset(totals | rows)
