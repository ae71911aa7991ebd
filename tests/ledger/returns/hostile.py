"""Attachments as somebody would make them who means harm: bombs, files that are two at once, files
that run something; each a few kilobytes, made here. Those that are mere pictures stand in
`test_evidence_pictures`."""

import gzip
import struct
import zipfile
import zlib
from io import BytesIO

from tests import snapshots
from tests.ledger.returns.test_evidence_pictures import HEIC, JPG, saved

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TOO_LARGE, UNREADABLE, NOT_TAKEN = "超过5000万像素", "读不出来", "不是可以接收的文件"


def chunk(name, data):
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, *between, rows=b""):
    """A PNG in black and white, with these chunks before its pixels."""
    said = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = b"".join((chunk(b"IHDR", said), *between, chunk(b"IDAT", rows), chunk(b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + body


def nothing(size):
    """So many zeros, deflated."""
    packing, made, left = zlib.compressobj(1), b"", size
    while left:
        part = min(left, 1 << 24)
        made, left = made + packing.compress(bytes(part)), left - part
    return made + packing.flush()


def bomb():
    """A picture of 50,000 by 50,000 points, whole and honest, in less than two megabytes."""
    return png(50_000, 50_000, rows=nothing(50_000 * (50_000 // 8 + 1)))


def packed(*names, content=b"x", how=zipfile.ZIP_DEFLATED):
    """A zip file of these names."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return made.getvalue()


def claiming(width, height):
    """A small JPEG whose head says that it is so large."""
    at = JPG.index(b"\xff\xc0") + 5
    return JPG[:at] + struct.pack(">HH", height, width) + JPG[at + 4 :]


def heic_claiming(width, height):
    """A phone's picture whose box of sizes says that it is so large."""
    at = HEIC.index(b"ispe") + 8
    return HEIC[:at] + struct.pack(">II", width, height) + HEIC[at + 8 :]


def with_words(words):
    """A phone's picture in whose words of the camera something is written."""
    secret = b"a secret of the phone"
    assert secret in HEIC
    return HEIC.replace(secret, words.ljust(len(secret))[: len(secret)])


def crowded():
    """A zip file that says it holds more parts than any paper does."""
    whole = packed("word/document.xml")
    head = whole[whole.index(b"PK\x01\x02") : whole.index(b"PK\x05\x06")]
    count = 60_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(head) * count, 48, 0)
    return whole[: whole.index(b"PK\x01\x02")] + head * count + end


def turning_in_circles():
    """A JPEG whose words of the camera point at themselves."""
    words = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\x08"
    return JPG[:2] + b"\xff\xe1" + struct.pack(">H", len(words) + 2) + words + JPG[2:]


def talkative():
    """A JPEG with thousands of remarks before its picture."""
    remark = b"\xff\xfe" + struct.pack(">H", 502) + b"<script>alert(1)</script>".ljust(500)
    return JPG[:2] + remark * 4000 + JPG[2:]


def webp(width, height):
    """A WebP whose head says how large its canvas is, with nothing on it."""
    canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


SCRIPT = b"<script>alert(1)</script>"
REFUSED = {  # and what is said
    "a bomb of 50,000 by 50,000 points": (bomb, TOO_LARGE),
    "a JPEG that claims to be as large as one can be": (lambda: claiming(65500, 65500), TOO_LARGE),
    "a WebP with an endless canvas": (lambda: webp(16384, 16384), UNREADABLE),
    "a HEIC of 50,000 by 50,000 points, as it says": (
        lambda: heic_claiming(50_000, 50_000),
        f"{TOO_LARGE}|{UNREADABLE}",
    ),
    "a PNG with a bomb for its words": (
        lambda: png(8, 8, chunk(b"zTXt", b"Comment\0\0" + nothing(1 << 28))),
        UNREADABLE,
    ),
    "a PNG with a bomb for its colours": (
        lambda: png(8, 8, chunk(b"iCCP", b"icc\0\0" + nothing(1 << 28))),
        UNREADABLE,
    ),
    "a GIF that is a zip": (lambda: b"GIF89a" + packed("a.class"), NOT_TAKEN),
    "EICAR, as text": (lambda: EICAR, NOT_TAKEN),
    "EICAR, zipped": (lambda: packed("eicar.com", content=EICAR), NOT_TAKEN),
    "SVG that is packed": (lambda: gzip.compress(b"<svg onload='alert(1)'/>"), NOT_TAKEN),
    "SVG behind a remark": (lambda: b"<!-- photo --><svg onload='alert(1)'/>", NOT_TAKEN),
    "a page with a mark before it": (lambda: b"\xef\xbb\xbf" + SCRIPT, NOT_TAKEN),
    "a film": (lambda: b"\0\0\0\x18ftypisom" + bytes(99), NOT_TAKEN),
    "AVIF": (lambda: b"\0\0\0\x1cftypavif" + bytes(99), NOT_TAKEN),
    "JPEG 2000": (lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(99), NOT_TAKEN),
    "a drawing with layers": (lambda: b"8BPS\0\x01" + bytes(99), NOT_TAKEN),
    "an icon": (lambda: b"\0\0\x01\0\x01\0" + bytes(99), NOT_TAKEN),
    "a Windows metafile": (lambda: b"\xd7\xcd\xc6\x9a" + bytes(99), NOT_TAKEN),
    "a program of Linux": (lambda: b"\x7fELF\x02\x01\x01" + bytes(99), NOT_TAKEN),
    "a script of the shell": (lambda: b"#!/bin/sh\nrm -rf /\n", NOT_TAKEN),
    "a shortcut": (lambda: b"L\0\0\0\x01\x14\x02\0" + bytes(99), NOT_TAKEN),
    "rich text": (lambda: rb"{\rtf1\object}", NOT_TAKEN),
    "an old paper of Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), NOT_TAKEN),
    "a paper with macros": (
        lambda: packed("word/document.xml", "word/vbaProject.bin"),
        NOT_TAKEN,
    ),
    "a paper of sixty thousand parts": (crowded, NOT_TAKEN),
    "a program that is a zip": (lambda: packed("META-INF/MANIFEST.MF"), NOT_TAKEN),
    "a RAR": (lambda: b"Rar!\x1a\x07\x01\0" + bytes(99), NOT_TAKEN),
    "a zip that ends before it begins": (lambda: b"PK\x03\x04PK\x05\x06" + b"\xff" * 18, NOT_TAKEN),
    "a PDF that begins later": (lambda: SCRIPT + b"%PDF-1.7", NOT_TAKEN),
}
REDRAWN = {  # pictures: kept as what is seen of them, and nothing else
    "a HEIC with a page in its words": lambda: with_words(SCRIPT[:21]),
    "a HEIC that is a zip": lambda: HEIC + packed("a.class"),
    "a JPEG that turns in circles": turning_in_circles,
    "a JPEG with thousands of remarks": talkative,
    "a JPEG of two pictures": lambda: JPG + saved(snapshots.drawn(), "JPEG", comment=SCRIPT),
    "a PNG that is a paper": lambda: snapshots.taken("PNG") + packed("word/document.xml"),
}
AS_IT_CAME = {  # papers: never opened here, and given out as files only
    "a PDF that runs something": lambda: b"%PDF-1.7 /OpenAction <</S/JavaScript/JS(app.alert(1))>>",
    "a PDF with a program in it": lambda: b"%PDF-1.7 /EmbeddedFile stream MZ\x90\0 endstream",
    "a PDF that is a page": lambda: b"%PDF-1.7\n" + SCRIPT,
    "a PDF that is a zip": lambda: b"%PDF-1.7\n" + packed("a.class"),
    "a paper that would be written elsewhere": lambda: packed(
        "word/document.xml", "../../etc/cron.d/x", "C:\\Windows\\x.dll"
    ),
    "a paper that asks for another file": lambda: packed(
        "word/document.xml",
        content=b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
    ),
    "a sheet that unpacks to a thousand times as much": lambda: packed(
        "xl/workbook.xml", content=bytes(24 << 20)
    ),
    "an OFD with a page that runs something": lambda: packed("OFD.xml", content=SCRIPT),
}
