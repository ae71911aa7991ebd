"""What is asked about a file: each thing once, with the rows that it is asked for."""

from .settled import Question, Settlement

SHOWN = 20  # rows named with a question


class Asking:
    """The questions that reading came upon, with what was answered."""

    def __init__(self, settlement: Settlement) -> None:
        self.answers = settlement.answers
        self.questions: dict[str, Question] = {}

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
            answer = self.answers.get(key, "")
            question.answer = answer if answer in dict(choices) else taken
        if row not in question.rows[-1:]:
            question.count += 1
            if len(question.rows) < SHOWN:
                question.rows.append(row)
        return question.answer
