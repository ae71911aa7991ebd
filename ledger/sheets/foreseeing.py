"""What will be asked of a list once its questions are answered as is proposed, so that all of it
can be asked at once."""

from dataclasses import replace
from datetime import date

from .reading import read
from .settled import Question, Settlement
from .sheet import Sheet
from .words import Vocabulary

DEEPEST = 3  # answers that each bring up another question
LEADING = ("rows", "column", "hidden"), ("status", "site", "piles", "current")  # about, or of


def foreseen(
    sheets: list[Sheet],
    settlement: Settlement,
    vocabulary: Vocabulary,
    today: date,
    asked: list[Question],
) -> list[Question]:
    """The questions that follow from the proposals of those that are open, and theirs."""
    answers, known = dict(settlement.answers), {one.key for one in asked}
    new, found = asked, list[Question]()
    for _ in range(DEEPEST):
        proposed = {one.key: one.proposal for one in new if one.is_open and one.proposal}
        if not any(leads_on(one) for one in new if one.key in proposed):
            break
        answers |= proposed
        then = read(sheets, replace(settlement, answers=answers), vocabulary, today).questions
        new = [one for one in then if one.is_open and one.key not in known]
        known |= {one.key for one in new}
        found += new
    return found


def leads_on(question: Question) -> bool:
    """Whether an answer may bring up another question: whether a row counts, and what it counts; of
    a sort of place, a nature, a village or a month none follows."""
    about, fields = LEADING
    return question.about in about or question.field in fields
