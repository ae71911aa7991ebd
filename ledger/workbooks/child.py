"""An uploaded workbook or list, read in a process that can be killed."""

from django.core.files.uploadedfile import UploadedFile

from ledger.sheets.sheet import Sheet
from shanyin_charging import confined


def taken(file: UploadedFile) -> tuple[bytes, list[Sheet]]:
    """The content of an uploaded workbook and its sheets; raises UnreadableFile."""
    assert file.size is not None  # Django has counted what came in
    confined.refuse_large(file.size)
    content = file.read()
    return content, read(content)


def read(content: bytes) -> list[Sheet]:
    """The sheets of a workbook as `cells.sheets` gives them; raises UnreadableFile."""
    found: list[Sheet] = confined.read("ledger.sheets.cells", content)
    return found
