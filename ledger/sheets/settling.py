"""What is settled about a file before a row is read: proposed from heads, values, and the sender's
last file."""

from .settled import Question, Settlement
from .sheet import Sheet
from .words import Vocabulary


def propose(
    sheets: list[Sheet], vocabulary: Vocabulary, earlier: Settlement | None = None
) -> Settlement:
    """The settlement that the file itself, or else the sender's `earlier` one, gives."""
    raise NotImplementedError


def questions(
    sheets: list[Sheet], settlement: Settlement, vocabulary: Vocabulary
) -> list[Question]:
    """Everything that is asked about the file, answered or open; empty where the file answers it
    all."""
    raise NotImplementedError


def signature(settlement: Settlement) -> str:
    """The same for files of the same shape: the heads of the tables that are read, with their
    fields."""
    raise NotImplementedError
