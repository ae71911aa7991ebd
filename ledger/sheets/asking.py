"""What is asked about a file, each thing once, with the rows that it is asked for; and what is told
of a row."""

from .settled import Fault, Question, Settlement, SiteLine
from .settling import label
from .values import folded, plain
from .words import CREDIT_NONE, Vocabulary

Choices = list[tuple[str, str]]
EACH = "each"  # no answer for all: row by row
UNKNOWN = {"credited_to": CREDIT_NONE}  # proposed of a word that nobody knows
SHOWN = 20  # rows named with a question


class Asking:
    """The questions that reading came upon, with what was answered."""

    def __init__(self, settlement: Settlement) -> None:
        self.answers, self.proven = settlement.answers, settlement.proven
        self.questions: dict[str, Question] = {}
        self.rows: set[tuple[str, tuple[str, int]]] = set()  # for which each was asked

    def ask(
        self,
        key: str,
        about: str,
        text: str,
        row: tuple[str, int],
        choices: list[tuple[str, str]],
        *,
        field: str = "",
        said: str = "",
        proposal: str = "",
        taken: str = "",
    ) -> str:
        """Ask for a row; returns the answer, "" while there is none. `taken` is what is certain
        enough to stand unasked, and may yet be changed."""
        question = self.questions.get(key)
        if question is None:
            question = self.questions[key] = Question(
                key, about, text, field, said, choices=choices, proposal=proposal
            )
            answer, question.taken = self.answers.get(key, ""), self.proven.get(key, taken)
            question.answer = answer if answer in dict(choices) else question.taken
            question.proposal = "" if key in self.proven else proposal
        if (key, row) not in self.rows:
            self.rows.add((key, row))
            question.count += 1
            if len(question.rows) < SHOWN:
                question.rows.append(row)
        return question.answer


def text_in(line: SiteLine, name: str) -> str:
    """The text of a field as it was typed; "" for what means nothing."""
    text = line.texts.get(name, "").strip()
    return text if plain(text) else ""


class Saying:
    """What is said of a row: questions, faults, notes, and the meanings of its words."""

    def __init__(self, settlement: Settlement, vocabulary: Vocabulary) -> None:
        self.settlement, self.vocabulary, self.names = settlement, vocabulary, vocabulary.names
        self.asking = Asking(settlement)
        self.quiet = False  # of a row that is set aside nothing is asked
        self.sections: dict[str, str] = {}  # what rows of their own above it say

    def mended(self, line: SiteLine, name: str, text: str) -> str:
        """The text that was written instead, for this cell or for all that say the same."""
        mended = self.settlement.mended
        own = mended.get(f"{line.sheet}!{line.number}:{name}")
        return own if own is not None else mended.get(f"{name}={plain(text)}", text)

    def ask(
        self, key: str, about: str, text: str, line: SiteLine, choices: Choices, **said: str
    ) -> str:
        """What is answered, or taken unasked for a row that does not count."""
        if self.quiet:
            return self.settlement.answers.get(key) or said.get("taken", "")
        return self.asking.ask(key, about, text, (line.sheet, line.number), choices, **said)

    def fault(self, line: SiteLine, name: str, end: str, typed: str = "") -> None:
        """Put a fault to a row: what was typed, and how to mend it."""
        said = f"{label(name)}“{typed}”{end}" if typed else f"{label(name)}{end}"
        fault = Fault(line.sheet, line.number, name, said, typed, f"{name}={plain(typed)}")
        if all(one.group != fault.group or one.sentence != said for one in line.faults):
            line.faults.append(fault)

    def note(self, line: SiteLine, name: str, typed: str, read: str) -> None:
        """Tell that a cell is read otherwise than it stands there."""
        said = f"{label(name)}“{typed}”读作{read}"
        line.notes.append(Fault(line.sheet, line.number, name, said, typed, f"{name}={typed}"))

    def word(self, line: SiteLine, name: str, text: str, choices: dict[str, str]) -> str:
        """The code that a word means, asked once for the whole file where nobody knows."""
        meaning = self.vocabulary.meaning(name, text)
        certain = meaning.certain and meaning.code in choices
        answer = self.ask(
            f"word:{name}:{folded(text)}",
            "word",
            f"{label(name)}“{text}”怎么算？",
            line,
            list(choices.items()),
            field=name,
            said=text,
            proposal=meaning.code if meaning.code in choices else UNKNOWN.get(name, ""),
            taken=meaning.code if certain else "",
        )
        if not answer:
            self.fault(line, name, "还没有定怎么算", text)
        elif folded(choices[answer]) != folded(text):
            self.note(line, name, text, choices[answer])
        return answer
