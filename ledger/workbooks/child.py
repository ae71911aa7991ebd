"""Runs the reader of workbooks in a process that can be killed."""

import json
import subprocess
import sys
from pathlib import Path

MOST_BYTES = 5 * 1024 * 1024
MOST_SECONDS = 15  # by the clock; the child limits its own processor time and memory
ROOT = Path(__file__).resolve().parent.parent.parent


class CannotRead(Exception):
    """A file that was not read; its text is the Chinese reason."""


def read(content: bytes) -> list[dict]:
    """The sheets of a workbook as `cells.sheets` gives them; raises CannotRead."""
    if len(content) > MOST_BYTES:
        raise CannotRead("文件超过5兆，请删去图片和用不着的表，或分成几个文件")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ledger.workbooks.cells"],
            input=content,
            capture_output=True,
            cwd=ROOT,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotRead("这个文件读得太久，没有读完；请删去用不着的表和空行后再传") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:  # killed by its limits
        raise CannotRead(
            "这个文件太大或太复杂，没有读；请删去用不着的表、图片和空行后再传"
        ) from None
    if "refused" in answer:
        raise CannotRead(answer["refused"])
    return answer["sheets"]
