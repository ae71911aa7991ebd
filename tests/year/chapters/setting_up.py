"""上线准备: the portal is put on duty by its pages before the first month, each step left and taken
up again; who speaks for a unit comes by a sheet and begins with a slip of paper."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from shanyin_charging import clock
from tests.year import plan
from tests.year.browser import Page, words
from tests.year.by_pages import UNIT_NAMES
from tests.year.chapters.chapter import Chapter

if TYPE_CHECKING:
    from tests.year.browser import Browser
    from tests.year.story import Year

ADMIN = "系统管理员"
TELEPHONE, ADDRESS = "0349-7070000", "https://testserver"
USED = {"通报": 3, "简报": 1, "督办单": 2}  # the last numbers of this year, before the portal
PEOPLE, SLIPS, OFFICE = "各单位的填报人", "口令条", "办公室、电话和报头"
NEVER = {"已有的桩", "机器"}  # steps that nobody can do before the first month
STRANGE = "岱岳县"  # no unit's name


class SettingUp(Chapter):
    """What the administrator finds on the list, does, and finds done."""

    must = frozenset({"list", "refused", "office", "numbers", "people", "slips", "in service"})

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.hands, self.missing = year.hands, len(plan.MEMBERS)
        with clock.at(year.now):
            self.read_list({OFFICE, PEOPLE})
            self.state_office()
            self.state_numbers()
            self.read_list({PEOPLE})
            self.bring_people()
            self.read_list({PEOPLE, SLIPS})
            self.print_slips()

    def at(self, step: str, button: str) -> Browser:
        """The administrator takes a step up where the list leads to it."""
        browser = self.hands.as_("admin")
        browser.click("上线准备")
        browser.click(button, near=step)
        return browser

    def read_list(self, waiting: set[str]) -> None:
        """What is still to be done, and for how many units."""
        browser = self.hands.as_("admin")
        steps = steps_on(browser.click("上线准备"))
        self.compare(
            "steps to be done", {s for s, said in steps.items() if "要办" in said}, waiting | NEVER
        )
        self.compare(
            "units without a person", f"{self.missing}个单位没有填报人" in steps[PEOPLE], True
        )
        self.done["list"] += 1

    def state_office(self) -> None:
        """A telephone, and at first an address that nobody else can open."""
        browser = self.at(OFFICE, "填写电话和报头")
        typed = {"办公室电话": TELEPHONE, "平台地址": "https://127.0.0.1"}
        browser.press("登记", typed)
        self.compare("an address of its own", "只有服务器自己打得开" in browser.page.text, True)
        self.done["refused"] += browser.page.refuses
        browser.press("登记", {"平台地址": ADDRESS})
        self.compare("stated", "已登记" in browser.page.text, True)
        self.compare("in the foot", TELEPHONE in words(browser.page.root), True)
        self.done["office"] += 1

    def state_numbers(self) -> None:
        """The head of the office says how far the office has come with its numbers this year."""
        browser = self.hands.as_("chief")
        browser.click("方案")
        browser.click("存疑")
        browser.click("办公室、报头和编号")
        year = self.year.now.year
        typed = {f"{year}年{series}编到几号": str(number) for series, number in USED.items()}
        browser.press("登记", {**typed, "依据": "发文登记簿"}, near="依据")
        self.compare("numbers", "已登记" in browser.page.text, True)
        self.year.used = {(series, year): number for series, number in USED.items()}
        for _ in range(len(USED) - 1):
            self.year.follows("chief", "核定", "")
        self.done["numbers"] += 1

    def bring_people(self) -> None:
        """The sheet comes back with a unit that is none, is mended another time, and makes the
        accounts."""
        browser = self.at(PEOPLE, "用表格建账号")
        sheet = browser.download("下载人员表")
        browser.press("上传并核对", {"填好的人员表": ("人员.xlsx", self.filled(sheet, STRANGE))})
        self.compare("a strange unit", STRANGE in browser.page.text, True)
        self.done["refused"] += browser.page.refuses
        browser = self.at(PEOPLE, "用表格建账号")
        units = self.year.units
        browser.press("上传并核对", {"填好的人员表": ("人员.xlsx", self.filled(sheet))})
        browser.press(f"建这 {len(units)} 个账号")
        self.compare("made", f"已建{len(units)}个账号" in browser.page.text, True)
        self.missing -= len(units)
        self.hands.officers |= {unit: f"u_{unit}" for unit in units}
        for _ in units:
            self.year.follows(ADMIN, "设岗位", "")
        for _ in units[1:]:
            self.year.follows(ADMIN, "建账号", "")
        self.done["people"] += 1

    def filled(self, sheet: bytes, strange: str = "") -> bytes:
        """The sheet with somebody for each unit that will come; the others' rows stay empty."""
        book, content = load_workbook(BytesIO(sheet)), BytesIO()
        page, codes = book["人员"], {name: code for code, name in UNIT_NAMES.items()}
        heads = {cell.value: cell.column for cell in page[1]}
        for row in range(2, page.max_row + 1):
            place = page.cell(row, heads["单位"])
            unit = codes[place.value]
            if unit in self.year.units:
                for head in ("姓名", "账号"):
                    page.cell(row, heads[head]).value = f"u_{unit}"
                place.value, strange = strange or place.value, ""
        book.save(content)
        return content.getvalue()

    def print_slips(self) -> None:
        """Each with an account and a first password, by which its person comes later."""
        browser = self.at(SLIPS, "打印口令条")
        page = browser.press("生成口令条")
        for slip in (node for node in page.root.iter("section") if node.get("class") == "slip"):
            facts = [words(node) for node in slip.iter("dd")]
            self.compare("the address on a slip", facts[0], ADDRESS)
            self.hands.slips[facts[1]] = facts[2]
        self.compare("slips", set(self.hands.slips), {f"u_{unit}" for unit in self.year.units})
        for _ in self.year.units[1:]:
            self.year.follows(ADMIN, "重置密码", "")
        self.done["slips"] += 1

    def month_over(self) -> None:
        """Once there is something in the ledger, the list says so."""
        there = len(self.year.account.sites)
        if self.done["in service"] or not there:
            return
        with clock.at(self.year.now):
            steps = steps_on(self.hands.as_("admin").click("上线准备"))
        self.compare("sites", f"台账里有{there}处站点" in steps["已有的桩"], True)
        self.done["in service"] += 1

    def compare(self, about: str, shown: object, expected: object) -> None:
        """Note what is otherwise."""
        self.year.read += 1
        if shown != expected:
            self.year.wrong.append((self.year.now, "set-up", about, shown, expected))


def steps_on(page: Page) -> dict[str, str]:
    """Each step of the list to what is said of it."""
    duties = [node for node in page.root.iter("div") if node.get("class") == "duty"]
    return {words(next(node.iter("b"))): words(node) for node in duties}
