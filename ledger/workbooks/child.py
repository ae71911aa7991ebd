"""Runs the reader of workbooks in a process that can be killed."""

import json
import subprocess
import sys
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from ledger.returns.evidence import MEGABYTE
from ledger.sheets.sheet import Sheet, UnreadableFile

MOST_BYTES = 5 * MEGABYTE
MOST_SECONDS = 15  # by the clock; the child limits its own processor time and memory
ROOT = Path(__file__).resolve().parent.parent.parent


def taken(file: UploadedFile) -> tuple[bytes, list[Sheet]]:
    """The content of an uploaded workbook and its sheets; raises UnreadableFile."""
    assert file.size is not None  # Django has counted what came in
    refuse_large(file.size)
    content = file.read()
    return content, read(content)


def refuse_large(size: int) -> None:
    """Raises UnreadableFile for more bytes than are read."""
    if size > MOST_BYTES:
        raise UnreadableFile(
            f"文件超过{MOST_BYTES // MEGABYTE}兆，请删去图片和用不着的表，或分成几个文件"
        )


def read(content: bytes) -> list[Sheet]:
    """The sheets of a workbook as `cells.sheets` gives them; raises UnreadableFile."""
    refuse_large(len(content))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ledger.sheets.cells"],
            input=content,
            capture_output=True,
            cwd=ROOT,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile("这个文件读得太久，没有读完；请删去用不着的表和空行后再传") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:  # killed by its limits
        raise UnreadableFile(
            "这个文件太大或太复杂，没有读；请删去用不着的表、图片和空行后再传"
        ) from None
    if "refused" in answer:
        raise UnreadableFile(answer["refused"])
    found: list[Sheet] = answer["sheets"]
    return found
