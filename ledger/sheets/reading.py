"""The sites that a list says, each row with what it becomes and all its faults at once."""

from datetime import date

from .settled import Reading, Settlement
from .sheet import Sheet
from .words import Vocabulary


def read(
    sheets: list[Sheet], settlement: Settlement, vocabulary: Vocabulary, today: date
) -> Reading:
    """The list as it was settled. A question that is still open leaves a fault on each of its
    rows."""
    raise NotImplementedError
