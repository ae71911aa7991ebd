"""What is being built, as it was told: projects that are carried from month to month until they are
in service or given up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tests.year.days import month_end

Month = tuple[int, int]


@dataclass(eq=False)
class Word:
    """What was told of a project: how many piles are being built from a day on, and when they are
    expected; none are once it has ended."""

    project: str
    unit: str
    place: tuple[str, str]  # a village's code, and what it is called there
    at_seat: bool
    public: bool
    piles: int
    direct: int  # of these
    row: str | None
    expected: date
    month: Month  # of the return that told it, or of the last one before it
    on: date  # from which it holds
    told_by: Any
    line: int
    events: list[tuple[int, bool, Any]]  # since which press it counts or not, and by whose doing

    def stands(self, known: int) -> bool:
        """Whether it counts as known after so many presses."""
        return [counts for tick, counts, _ in [(0, False, None), *self.events] if tick <= known][-1]


@dataclass
class Building:
    """All words on all projects, in the order in which they were heard."""

    words: list[Word] = field(default_factory=list)

    def newest(self, known: int, until: date = date.max) -> dict[str, Word]:
        """Project to the last word on it for the end of a day: the latest month's, and of one month
        the one that was heard last."""
        found = {}
        for word in sorted((w for w in self.words if w.stands(known)), key=lambda w: w.month):
            if word.on <= until:
                found[word.project] = word
        return found

    def going_on(self, known: int) -> dict[str, Word]:
        """Project to the last word on it, of those that have not ended."""
        return {p: word for p, word in self.newest(known).items() if word.piles}

    def first_month(self, project: str, known: int) -> Month:
        """The earliest month that tells of a project."""
        return min(w.month for w in self.words if w.project == project and w.stands(known))

    def tell(self, tick: int, line: dict, place: Any, told_by: Any, number: int) -> None:
        """A project is told of, for the first time or again; nothing is built of one that is given
        up."""
        self.words.append(
            Word(
                project=line["project"],
                unit=told_by[0],
                place=place,
                at_seat=line["at_seat"],
                public=line["nature"] == "public",
                piles=0 if line.get("given_up") else line["dc"] + line["ac"],
                direct=0 if line.get("given_up") else line["dc"],
                row=line["row"],
                expected=line["expected"],
                month=told_by[1],
                on=month_end(*told_by[1]),
                told_by=told_by,
                line=number,
                events=[(tick, True, told_by)],
            )
        )

    def take_over(self, tick: int, word: Word, line: dict, told_by: Any, number: int) -> None:
        """Piles of a project are in service from their day on; what is left goes on as it was."""
        left = max(0, word.piles - line["dc"] - line["ac"])
        direct = min(max(0, word.direct - line["dc"]), left)
        month = max(told_by[1], word.month)
        said = {"piles": left, "direct": direct, "month": month, "on": line["on"]}
        said |= {"told_by": told_by, "line": number}
        self.words.append(replace(word, **said, events=[(tick, True, told_by)]))

    def turn(self, tick: int, word: Word, counts: bool, by: Any) -> None:
        """A word counts from this press on, or does not."""
        word.events.append((tick, counts, by))

    def undo(self, tick: int, ref: Any) -> None:
        """What a return or a correction did to any word is as it was before."""
        for word in self.words:
            _, counts, by = word.events[-1]
            if by == ref:
                before = [(False, None), *((c, b) for _, c, b in word.events)][-2]
                self.turn(tick, word, *before)

    def forget(self, tick: int) -> None:
        """A press that could not be: nothing of it was heard."""
        for word in self.words:
            word.events = [event for event in word.events if event[0] != tick]
        self.words = [word for word in self.words if word.events]
