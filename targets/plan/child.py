"""Runs the reader of a plan's workbook in a process that can be killed."""

import json
import subprocess
import sys

from django.conf import settings

from targets.plan.cells import Rows, UnreadableFile

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
TOO_LARGE = f"文件超过{MOST_BYTES // MEGABYTE}兆，请删去图片和用不着的表"
MOST_SECONDS = 15  # by the clock; the child limits its own processor time and memory


def read(content: bytes) -> dict[str, Rows]:
    """The sheets of a workbook as `cells.sheets` gives them; raises UnreadableFile."""
    if len(content) > MOST_BYTES:
        raise UnreadableFile(TOO_LARGE)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "targets.plan.cells"],
            input=content,
            capture_output=True,
            cwd=settings.ROOT,
            timeout=MOST_SECONDS,
            check=False,
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):  # killed by its limits
        raise UnreadableFile("这个文件太大或太复杂，没有读完；请删去用不着的表和空行") from None
    if "refused" in answer:
        raise UnreadableFile(answer["refused"])
    found: dict[str, Rows] = answer["sheets"]
    return found
