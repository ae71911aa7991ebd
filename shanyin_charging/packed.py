"""A workbook as a file: of the old make, or the archive of parts that it is, opened with care."""

import re
import zipfile
from io import BytesIO

from shanyin_charging.confined import SAVE_AGAIN, UnreadableFile

OLE = b"\xd0\xcf\x11\xe0"  # how a workbook of the old make begins, or a locked one
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")  # what no cell shows
MOST_UNPACKED = 30 * 1024 * 1024
MOST_RATIO = 100
MOST_PARTS = 400
Parts = dict[str, zipfile.ZipInfo]


def opened(content: bytes) -> tuple[zipfile.ZipFile, Parts]:
    """The archive, whose directory shows nothing odd, and its parts by their names with forward
    slashes; raises UnreadableFile."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableFile("文件不完整或已损坏，请重新保存、重新上传") from None
    parts = archive.infolist()
    names = [part.filename.replace("\\", "/") for part in parts]
    if len(parts) > MOST_PARTS:
        raise UnreadableFile(f"文件里的部件超过{MOST_PARTS}个，不像一张报表；{SAVE_AGAIN}")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(f"文件加了密码；{SAVE_AGAIN}")
    if len({name.lower() for name in names}) < len(names) or any(
        re.search(r"^/|^\w:|(^|/)\.\.(/|$)", name) for name in names
    ):
        raise UnreadableFile(f"文件里有不正常的路径；{SAVE_AGAIN}")
    if any(re.search(r"vbaproject\.bin$|^Basic/.*\.xml$", name, re.I) for name in names):
        raise UnreadableFile(f"文件带有宏；{SAVE_AGAIN}")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(content), 100_000):
        raise UnreadableFile("文件展开后太大，请删去用不着的表、图片和空行后再传")
    if not {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & set(names):
        raise UnreadableFile(f"这不是 Excel 工作簿；{SAVE_AGAIN}")
    try:
        broken = archive.testzip()
    except Exception:  # whatever a broken part makes the library raise
        broken = "?"
    if broken:
        raise UnreadableFile("文件不完整或已损坏，请重新保存、重新上传")
    return archive, dict(zip(names, parts, strict=True))
