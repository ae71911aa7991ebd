"""The ways by which a return comes in: the form, the month's workbook, a pasted block, paper that
the office enters; and what is attached to it."""

from __future__ import annotations

import struct
import zlib
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from shanyin_charging import clock
from tests.year import by_pages, sheets
from tests.year.browser import words
from tests.year.chapters.chapter import Chapter
from tests.year.days import CHINA

if TYPE_CHECKING:
    from openpyxl import Workbook

    from tests.year.browser import Browser
    from tests.year.story import Year

CLERK = "second"  # who enters what comes on paper; the other one reviews it
BY_FORM_ONLY = ("cleared",)  # which hazard it was is picked from what the form offers
LOST = 3  # of a point's light, as a picture is kept
SAME_DAY = "日期还是上次的"  # of a day that was told before a sheet wants to hear nothing new


class WaysIn(Chapter):
    """Each return takes the way that was taken least so far; whichever it is, the same lines are
    handed in."""

    must = frozenset(
        ("form", "workbook", "paste", "paper", "confirmed", "not by who entered")
        + ("evidence", "evidence read", "evidence at its line")
    )

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        year.hands.put_in, year.hands.taken_up = self.put_in, self.taken_up
        self.entered: set[Any] = set()  # by a clerk, from paper, and by nobody else since
        self.heads: dict[str, list[str]] = {}  # of the sheets that were seen
        self.proven: dict[Any, tuple[list[dict], int, str]] = {}  # lines, which, by what
        self.files: dict[Any, dict[str, bytes]] = {}  # attached, to be read by who reviews

    # coming in

    def put_in(self, ref: Any, lines: list[dict]) -> Browser:
        """Bring the lines into the draft, by some way, with what proves them."""
        ways = {"form": self.year.hands.by_form}
        if any(line["kind"] not in BY_FORM_ONLY for line in lines):
            ways |= {"workbook": self.by_workbook, "paste": self.by_paste}
        if not self.year.has(*ref[:2]):
            ways["paper"] = self.by_paper
        way = min(ways, key=lambda name: (self.done[name], self.chance.random()))
        self.year.unconfirmed.discard(ref)
        self.entered.discard(ref)
        browser = ways[way](ref, lines)
        self.done[way] += 1
        if self.chance.random() < 0.25:
            number = self.done["evidence"] = self.done["evidence"] + 1
            self.attach(browser, ref, f"验收单{number}.pdf", pdf(self.chance.random()))
            at = self.chance.randint(1, len(lines)) if lines else 0
            self.attach(browser, ref, f"现场{number}.png", png(number % 256), at)
            self.proven[ref] = lines, at, f"现场{number}"
        return browser

    def by_workbook(self, ref: Any, lines: list[dict]) -> Browser:
        """Its officer fills in the month's workbook."""
        browser = self.year.hands.at_draft(ref)
        book = self.workbook(browser)
        sheets.clear(book)
        told, rest = self.parted(lines)
        sheets.fill(book, told, self.chance)
        file = f"{by_pages.UNIT_NAMES[ref[0]]}填报表.xlsx", sheets.saved(book)
        browser.press("上传并预览", {"填好的表": file})
        return self.confirmed(browser, ref, lines, told, rest)

    def by_paste(self, ref: Any, lines: list[dict]) -> Browser:
        """Its officer copies rows out of a sheet, kind by kind, with or without their heads."""
        browser = self.year.hands.at_draft(ref)
        while browser.offers("删去"):
            browser.press("删去")
        told, rest = self.parted(lines)
        told.sort(key=lambda line: line["kind"])
        for kind in dict.fromkeys(line["kind"] for line in told):
            tab = by_pages.TABS[kind]
            if not any(title.startswith(tab) for title in self.heads):
                self.workbook(browser)
            heads = next(found for title, found in self.heads.items() if title.startswith(tab))
            rows = [line for line in told if line["kind"] == kind]
            text = sheets.block(heads, rows, self.chance.random() < 0.5)
            browser.press("预览", {"粘贴的是": tab, "内容": text})
            if browser.offers("确认写入草稿"):
                browser.press("确认写入草稿")
            else:
                return self.confirmed(browser, ref, lines, told, rest)
        return self.whole(browser, ref, lines, told, rest)

    def workbook(self, browser: Browser) -> Workbook:
        """The month's workbook; its heads are kept."""
        book = sheets.opened(browser.download("下载填报表"))
        for sheet in book.worksheets[1:]:
            if sheet.sheet_state == "visible":
                self.heads[sheet.title] = sheets.heads_of(sheet)[1][1:]
        return book

    def parted(self, lines: list[dict]) -> tuple[list[dict], list[dict]]:
        """(lines that a sheet can tell, others)."""
        told = [line for line in lines if line["kind"] not in BY_FORM_ONLY]
        return told, [line for line in lines if line["kind"] in BY_FORM_ONLY]

    def confirmed(
        self, browser: Browser, ref: Any, lines: list[dict], told: list[dict], rest: list[dict]
    ) -> Browser:
        """What the preview shows is written; what a sheet cannot tell is typed."""
        if browser.offers("确认写入草稿"):
            browser.press("确认写入草稿")
            return self.whole(browser, ref, lines, told, rest)
        assert SAME_DAY in browser.page.text or "没有变化" in browser.page.text, browser.where
        self.done["typed after all"] += 1
        return self.year.hands.by_form(ref, lines)

    def whole(
        self, browser: Browser, ref: Any, lines: list[dict], told: list[dict], rest: list[dict]
    ) -> Browser:
        """The draft has all lines, in the order of the sheets; a row that says again what stands is
        no line, and is typed after all."""
        if f"本期已填 {len(told)} 条" not in browser.page.text:
            self.done["typed after all"] += 1
            return self.year.hands.by_form(ref, lines)
        for line in rest:
            self.year.hands.add(browser, line)
        lines[:] = [*told, *rest]
        return browser

    def by_paper(self, ref: Any, lines: list[dict]) -> Browser:
        """A clerk enters what the unit sent on paper, some days ago."""
        opens = datetime.combine(self.opening(ref), time(0), CHINA)
        days = (clock.now().astimezone(CHINA).date() - opens.date()).days
        came = opens + timedelta(days=self.chance.randint(0, days))
        browser = self.year.hands.board(CLERK, ref[1])
        browser.click("代录", near=by_pages.UNIT_NAMES[ref[0]])
        typed = {"代录的原因": "单位网络不通", "收到纸质材料的日期": came.date().isoformat()}
        browser.press("开始代录", typed)
        for line in lines:
            self.year.hands.add(browser, line)
        self.year.received[ref] = came
        self.year.unconfirmed.add(ref)
        self.entered.add(ref)
        self.attach(browser, ref, "原件.pdf", pdf(self.chance.random()))
        return browser

    def opening(self, ref: Any) -> Any:
        """The first day on which a month can be reported."""
        return datetime(*ref[1], 25, tzinfo=CHINA).date()

    def attach(self, browser: Browser, ref: Any, name: str, content: bytes, line: int = 0) -> None:
        """Put a file beside the draft, or beside one of its lines."""
        about = {"对应哪一条": f"{line}. "} if line else {}
        note = name.partition(".")[0]
        browser.press("上传", {"照片或扫描件": (name, content), "说明": note, **about})
        is_scan = ref in self.year.unconfirmed  # of a paper, which is kept as it came
        kept = name if is_scan else name.replace(".png", ".jpg")
        assert f"已上传 {kept}" in browser.page.text, browser.where
        self.files.setdefault(ref, {})[name] = content

    # judged

    def taken_up(self, ref: Any) -> None:
        """Another clerk has begun to review: who entered it may not pass it."""
        if ref in self.entered:
            browser = self.year.hands.look_at(CLERK, ref)
            if browser.offers("通过"):
                self.year.wrong.append((self.year.now, ref, "may be passed by who entered it"))
            self.done["not by who entered"] += 1

    # read afterwards

    def look(self) -> None:
        """Who reviews opens what was attached; who was entered for confirms."""
        with clock.at(self.year.now):
            for ref in list(self.files):
                if ref in self.year.waiting or ref in self.year.approved:
                    self.read(ref, self.files.pop(ref))
                    self.read_at_its_line(ref, *self.proven.pop(ref, ([], 0, "")))
            for ref in list(self.year.unconfirmed):
                if ref in self.year.waiting or ref in self.year.approved:
                    self.confirm(ref)

    def read(self, ref: Any, files: dict[str, bytes]) -> None:
        """Each file is what was attached; a picture shows what was photographed."""
        browser = self.year.hands.look_at("office", ref)
        for name, content in files.items():
            if name.endswith(".png"):
                same = abs(grey_of(self.picture(browser, name)) - grey_of(content)) <= LOST
            else:
                same = browser.download(name) == content
            if not same:
                self.year.wrong.append((self.year.now, ref, f"{name} is another file"))
            self.done["evidence read"] += 1

    def picture(self, browser: Browser, name: str) -> bytes:
        """The picture to which its small one leads; the page stays."""
        page, told = browser.page, (name.partition(".")[0], name.replace(".png", ".jpg"), name)
        small = next(n for n in page.root.iter("img") if n.get("alt") in told)
        browser.open(small.getparent().get("href", ""))
        content = browser.download("下载")
        browser.page = page
        return content

    def read_at_its_line(self, ref: Any, lines: list[dict], line: int, name: str) -> None:
        """What proves one line stands beside it, as long as it is handed in as it was."""
        handed_in = self.year.waiting.get(ref, self.year.approved.get(ref))
        if not line or handed_in is not lines:
            return
        root = self.year.hands.browsers["office"].page.root
        said = [words(node) for items in root.iter("ol") for node in items if node.tag == "li"]
        with_it = [n for n, words_ in enumerate(said, start=1) if name in words_.split()]
        if with_it != [line]:
            self.year.wrong.append((self.year.now, ref, name, "at", with_it, "not at", line))
        self.done["evidence at its line"] += 1

    def confirm(self, ref: Any) -> None:
        """The unit says that what was entered for it is right."""
        browser = self.year.hands.officer(ref[0])
        browser.open(self.year.hands.returns[ref])
        browser.press("核对无误，确认")
        assert "代表单位确认" in browser.page.text, browser.where
        self.year.unconfirmed.remove(ref)
        self.done["confirmed"] += 1


def pdf(mark: float) -> bytes:
    """A small paper of one empty page, unlike any other."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    content, places = f"%PDF-1.4\n%{mark}\n".encode(), []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 4\n0000000000 65535 f \n"
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def grey_of(content: bytes) -> int:
    """How light the one point of a picture is."""
    return int(Image.open(BytesIO(content)).convert("L").tobytes()[0])


def png(grey: int) -> bytes:
    """A picture of one grey point."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes((0, grey)))
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
