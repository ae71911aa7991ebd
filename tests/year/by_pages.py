"""Hands that press what the portal's pages show: each person has a browser, signs in, finds the way
by links and words, fills in by labels. What cannot be found on a page cannot be done."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command

from shanyin_charging import clock
from tests.year import plan
from tests.year.browser import Browser, Page

TABS = {
    "added": "新增充电桩",
    "removed": "拆除充电桩",
    "stopped": "停用充电桩",
    "reopened": "停用后恢复",
    "changed": "设备改造",
    "opened": "专用桩对外开放",
    "site": "登记场所和车位",
    "left": "场所移出登记册",
    "pilot": "试点项目",
    "swap": "换电站",
    "building": "在建项目",
    "work": "工作情况",
    "distance": "充电距离自评",
    "vehicles": "电动汽车保有量",
    "inspected": "安全检查",
    "cleared": "隐患整改销号",
}
NATURES = {"public": "公共（对社会开放）", "dedicated": "专用（单位内部）", "private": "私人"}
MEASURES = {
    "parking_space": "车位",
    "car_space": "小客车停车位",
    "charging_space": "充电车位",
    "bev": "纯电动汽车",
    "phev": "插电式混合动力汽车",
    "charging_distance": "充电距离",
    "inspection": "安全检查",
} | {
    f"{nature}_{part}": f"{word}{words_}"
    for nature, word in (("public", "公共"), ("dedicated", "专用"), ("private", "私人"))
    for part, words_ in (
        ("dc_pile", "直流桩"),
        ("ac_pile", "交流桩"),
        ("connector", "充电枪"),
        ("power", "桩额定功率"),
    )
}
UNIT_NAMES = {row["code"]: row["name"] for row in plan.rows("units")}
KIND_NAMES = {
    "car_park": "公共停车场",
    "commercial": "商业区停车场",
    "hub": "交通枢纽",
    "public_place": "村（社区）公共场所",
    "estate": "居住小区",
    "institution": "机关企事业单位",
    "scenic": "A级以下景区",
    "post_house": "长城一号驿站",
    "camp": "房车营地",
    "parking_area": "国省干线停车区",
    "service_area": "高速公路服务区",
    "pilot_unified_core": "统建统服试点（核心区）",
    "pilot_unified_edge": "统建统服试点（边缘区）",
    "pilot_opened": "专用桩对外开放试点",
    "pilot_roadside": "停车充电试点",
    "pilot_new_energy": "新能源+电动汽车试点",
    "pilot_pv_storage": "光储充换一体化试点",
    "pilot_swap": "专用换电站试点",
}
TITLES = {row["subject"]: row["title"] for row in plan.rows("questions")}
PROGRESS = {
    "siting": "选址",
    "filing": "备案",
    "grid": "报装",
    "building": "施工",
    "wiring": "待接电",
}
EVENTS = {"opened": "投运", "stopped": "停用", "resumed": "恢复使用", "dismantled": "拆除"}
SECOND = "动态口令"  # the page that asks for a code at the door
SIGNED_IN = timedelta(hours=8)  # for as long as the portal lets people work without asking again
STAGES = {"selected": "已选定", "laid_out": "已布局", "built": "已建成"}
GRADES = {"none": "没有发现隐患", "general": "一般隐患", "grave": "重大安全隐患"}


def area_name(code: str) -> str:
    """A place with its township: 玉井镇水泉村."""
    row = plan.AREAS[code]
    parent = plan.AREAS.get(row["parent"] or "", {"kind": "county"})
    return row["name"] if parent["kind"] == "county" else f"{parent['name']}{row['name']}"


def month_name(month: tuple[int, int]) -> str:
    """A month's return as the pages call it."""
    return f"{month[0]}年{month[1]}月月报"


class Hands:
    """Everybody's browsers: the administrator's, the office's, the units'."""

    builds = False  # but where a test wants it
    opening = False  # what was there from the start is handed in as a list
    password = "山阴充电桩台账，一步一个脚印"

    def __init__(self, first: tuple[int, int], live_from: date) -> None:
        self.begin(first)
        for name, role in (("office", "专班工作人员"), ("second", "专班工作人员")):
            self.engage(name, role)
        self.engage("chief", "专班办公室主任")

    def begin(self, first: tuple[int, int]) -> None:
        """The ledger is opened from a month on, and its administrator signs in."""
        told = StringIO()
        call_command("open_ledger", first_month=f"{first[0]}-{first[1]:02}", stdout=told)
        call_command("create_first_administrator", stdout=told)
        password = re.search(r"一次性密码 (\S+?)（", told.getvalue())
        assert password, told.getvalue()
        self.browsers: dict[str, Browser] = {}
        self.officers: dict[str, str] = {}  # unit: who fills in for it
        self.slips: dict[str, str] = {}  # of who has not come yet: account to first password
        self.codes: dict[str, list[str]] = {}  # of who has a second step at the door: spare ones
        self.checkers: dict[str, str] = {}  # unit: who passes what its officer wrote
        self.returns: dict[Any, str] = {}  # where each is looked at
        self.projects: dict[str, str] = {}  # what is being built to what its place is called
        # how a return's lines come into its draft, which the browser then shows
        self.put_in: Callable[[Any, list[dict]], Browser] = self.by_form
        self.taken_up: Callable[[Any], None] = lambda ref: None  # what to see to before it passes
        self.arrive("admin", password[1])

    # people

    def engage(self, name: str, role: str, unit: str = "", called: str = "") -> None:
        """The administrator makes somebody an account."""
        self.as_("admin").click("账号与岗位")
        typed = {"账号": name, "姓名": called or name, "角色": role}
        if unit:
            typed["代表单位"] = UNIT_NAMES[unit]
        page = self.browsers["admin"].press("建账号", typed)
        password = re.search(r"初始密码：(\S+?)（", page.text)
        assert password, page.text
        self.arrive(name, password[1])

    def arrive(self, name: str, first: str) -> Browser:
        """Somebody signs in for the first time and takes a password of their own."""
        browser = self.browsers[name] = Browser()
        browser.sign_in(name, first)
        chosen = dict.fromkeys(("新密码", "新密码确认"), self.password)
        browser.press("保存新密码", {"旧密码": first, **chosen})
        return browser

    def begin_anew(self) -> None:
        """Nobody is signed in any more."""
        for browser in self.browsers.values():
            browser.page = Page("/", "<main></main>")

    def seated(self, name: str) -> Browser:
        """Somebody's browser, signed in, with whatever it shows."""
        browser = self.browsers[name]
        is_over = clock.now() > browser.signed_in_at + SIGNED_IN
        return self.as_(name) if is_over or "退出" not in browser.page.html else browser

    def as_(self, name: str) -> Browser:
        """Somebody's browser, signed in, at its first page."""
        browser = self.browsers[name]
        browser.open("/")
        if browser.offers("登录"):
            browser.sign_in(name, self.password)
        if name in self.codes and browser.page.head == SECOND:
            browser.press("登录", {"6位口令": self.codes[name].pop()})
        return browser

    def officer_of(self, unit: str) -> str:
        """The account of who fills in for a unit."""
        name = self.officers.setdefault(unit, f"u_{unit}")
        if name in self.slips:
            self.arrive(name, self.slips.pop(name))
        elif name not in self.browsers:
            self.engage(name, "填报员", unit)
        return name

    def officer(self, unit: str) -> Browser:
        """The browser of who fills in for a unit, at its first page."""
        return self.as_(self.officer_of(unit))

    def number(self) -> int:
        """Of the ledger's entries nobody counts the last after each press."""
        return 0

    def person(self, name: str) -> Browser:
        """The administrator looks somebody up."""
        browser = self.as_("admin")
        browser.click("账号与岗位")
        browser.press("筛选", {"姓名、账号或电话": name})
        browser.click(name)
        return browser

    def end_post(self, name: str) -> Browser:
        """The administrator ends somebody's post, is asked, and is sure."""
        browser = self.person(name)
        browser.press("结束岗位")
        browser.press("结束岗位")
        return browser

    def replace_officer(self, unit: str, name: str) -> None:
        """The administrator ends the post of who fills in for a unit, and gives it to somebody
        new."""
        self.end_post(self.officers[unit])
        self.engage(name, "填报员", unit)
        self.officers[unit] = name

    # pressing

    def open_months(self) -> None:
        """What the timer does."""
        call_command("open_periods", stdout=StringIO())

    def remind(self) -> None:
        """What the timer does, too."""
        call_command("remind", stdout=StringIO())

    def hand_in(self, ref: Any, lines: list[dict]) -> bool:
        """Fill a return in and hand it in."""
        return self.hand_on(self.put_in(ref, lines), ref, lines)

    def by_form(self, ref: Any, lines: list[dict]) -> Browser:
        """Its officer types line after line."""
        browser = self.at_draft(ref)
        self.type_in(browser, lines)
        return browser

    def at_draft(self, ref: Any) -> Browser:
        """Its officer has the draft open."""
        browser = self.officer(ref[0])
        browser.click("填报", near=month_name(ref[1]))
        return browser

    def type_in(self, browser: Browser, lines: list[dict]) -> None:
        """What the draft holds goes, and these lines come in its place."""
        while browser.offers("删去"):
            browser.press("删去")
        for line in lines:
            self.add(browser, line)

    def hand_on(self, browser: Browser, ref: Any, lines: list[dict]) -> bool:
        """Look the draft through and hand it in."""
        self.look_through(browser, lines)
        if browser.offers("送单位审核"):
            browser.press("送单位审核")
        else:
            browser.press("确认无误，上报" if lines else "确认零报告")
        return self.passed(browser, ref)

    def look_through(self, browser: Browser, lines: list[dict]) -> None:
        """The last look before a draft is handed on."""
        if lines:
            browser.press("核对并上报")
        else:
            browser.click("本期没有变化：零报告")

    def passed(self, browser: Browser, ref: Any) -> bool:
        """Whether what was handed on just now lies with the office, passed by the unit's checker
        where it has one."""
        self.returns[ref] = browser.page.address
        if "待本单位审核" in browser.page.text:
            browser = self.look_at(self.checkers[ref[0]], ref)
            browser.press("同意并上报")
        return "回执" in browser.page.text

    def appoint_checker(self, unit: str, name: str) -> None:
        """The administrator lets somebody new pass what a unit reports, in the place of who did."""
        if unit in self.checkers:
            self.end_post(self.checkers[unit])
        self.engage(name, "填报员", unit)  # a post to write, which an account begins with
        browser = self.end_post(name)
        browser.press("从今天起加上", {"单位": UNIT_NAMES[unit], "作审核人": True})
        self.checkers[unit] = name

    def add(self, browser: Browser, line: dict) -> None:
        """One line, by its tab; of a project that is there, by its button."""
        if line["kind"] == "added" and "project" in line:
            self.put_in_service(browser, line)
        elif line.get("again"):
            browser.click("有变化", near=self.projects[line["project"]])
            browser.press("加入本期", self.typed(line))
        else:
            browser.press(TABS[line["kind"]])
            browser.press("加入本期", {**self.typed(line), **self.picked(browser, line)})
        if browser.asks("情况说明"):  # only once something about it is odd
            browser.press("保存修改", {"情况说明": "情况属实"})
        wrong = [n for n in browser.page.root.iter("p") if n.get("class") == "error"]
        assert not wrong, (line, browser.where)

    def picked(self, browser: Browser, line: dict) -> dict[str, str]:
        """What is picked from what the form offers: of words on work some clause."""
        label = "任务条款"
        return {label: browser.page.offered(label)[-1]} if line["kind"] == "work" else {}

    def put_in_service(self, browser: Browser, line: dict) -> None:
        """What was being built is in service, with the numbers of the line."""
        place = self.projects[line["project"]]
        browser.press("投运", near=place)
        if line.get("as_known"):
            assert browser.page.links("修改"), browser.where
            return
        if browser.page.links("修改"):  # all was known, and is in the draft
            browser.click("修改", near="由在建转投运")
        asked = {"情况说明": "情况属实"} if browser.asks("情况说明") else {}
        browser.press("保存修改", {**self.typed(line), **asked})

    def typed(self, line: dict) -> dict[str, Any]:
        """A line by the labels of its form."""
        typed: dict[str, Any] = {}
        plain = {
            "dc": "dc",
            "ac": "ac",
            "connectors": "connectors",
            "bev": "bev",
            "phev": "phev",
            "parking_space": "parking_space",
            "car_space": "car_space",
            "charging_space": "charging_space",
        }
        for name, label in plain.items():
            if line.get(name) is not None:
                typed[label] = str(line[name])
        if "power" in line:
            typed["power"] = f"{line['power'] // 10}.{line['power'] % 10}"
        if "distance" in line:
            typed["distance"] = f"{line['distance'] // 100}.{line['distance'] % 100:02}"
            typed["place"] = area_name(line["place"])
        if "nature" in line and line["kind"] != "opened":
            typed["桩的性质"] = NATURES[line["nature"]]
        if "row" in line and line["kind"] != "stopped":
            typed["计入附件2哪一行"] = UNIT_NAMES[line["row"]] if line["row"] else "未归入附件2"
        if "site" in line:
            typed |= self.typed_site(line)
        if "event" in line:
            typed["换电站的变动"] = EVENTS[line["event"]]
        if line["kind"] == "building":
            typed |= self.typed_project(line)
        elif "stage" in line:
            typed["达到的阶段"] = STAGES[line["stage"]]
        if line["kind"] == "work":
            kind, text = line["matter"]
            typed |= {
                "本月工作": "逐处核对了建设地点",
                "需协调事项的类别": kind,
                "需协调事项": text,
            }
        if line["kind"] == "removed" and line.get("out_of_use"):
            typed["拆的是停用着的"] = True
        if line["kind"] == "left":
            typed["移出原因"] = "拆迁"
        if line["kind"] == "cleared":
            found = line["of"]
            typed |= {"哪一处隐患": f"{found.on} {found.site[1]}", "整改情况": "已更换"}
        if line["kind"] == "inspected":
            typed |= {"检查单位和人数": "本局2人", "检查结果": GRADES[line["grade"]]}
            typed["已责令停用"] = line["stopped"]
            if line["grade"] != "none":
                typed |= {"发现的问题": "线缆破损", "整改期限": line["on"].isoformat()}
        if "on" in line:
            typed["on"] = line["on"].isoformat()
        return typed

    def typed_project(self, line: dict) -> dict[str, Any]:
        """How far a project has come, when it is expected, whether it is given up."""
        if not line["again"]:
            self.projects[line["project"]] = line["site"][1]
        typed = {"进度": PROGRESS[line["stage"]], "预计投运日期": line["expected"].isoformat()}
        if "obstacle" in line:
            typed |= dict(zip(("卡点", "卡点说明"), line["obstacle"], strict=True))
        if line.get("given_up"):
            typed |= {"还建不建": "不再建", "不再建的原因": "用地没有批下来"}
        return typed

    def typed_site(self, line: dict) -> dict[str, Any]:
        """A site that is picked by its name, or described."""
        village, name = line["site"]
        if not line.get("new"):
            return {"site": f"{area_name(village)} {name}"}
        typed = {
            "site": "（在下面填写）",
            "site_name": name,
            "site_kind": KIND_NAMES[line["new"]["kind"]],
            "village": village,
            "在乡（镇）所在地": line["new"]["at_seat"],
        }
        if line.get("station") is not None:
            typed["新站点是公共充电站"] = "是，单位认定" if line["station"] else "不是，分散充电桩"
        return typed

    def look_at(self, name: str, ref: Any) -> Browser:
        """Somebody opens a return where it stands."""
        browser = self.seated(name)
        browser.open(self.returns[ref])
        return browser

    def approve(self, ref: Any, word: str = "") -> bool:
        """The office takes it up and passes it; by the chief's word also into a closed year."""
        browser = self.look_at("office", ref)
        if browser.offers("开始审核"):
            browser.press("开始审核")
        self.taken_up(ref)
        if word:
            browser = self.look_at("chief", ref)
            browser.press("作结账后补登并通过", {"结账后补登的依据": word})
        else:
            browser.press("通过")
        return "已登入台账" in browser.page.text

    def send_back(self, ref: Any) -> bool:
        """The office wants it otherwise."""
        browser = self.look_at("office", ref)
        if browser.offers("开始审核"):
            browser.press("开始审核")
        browser.press("退回修改", {"意见1": "请核对"})
        return "已退回" in browser.page.text

    def withdraw(self, ref: Any) -> bool:
        """Its unit takes it back."""
        browser = self.seated(self.officer_of(ref[0]))
        browser.open(self.returns[ref])
        if not browser.offers("撤回修改"):
            return False
        browser.press("撤回修改")
        return "回执" not in browser.page.text

    def undo(self, ref: Any) -> bool:
        """The office takes its approval back."""
        browser = self.look_at("office", ref)
        browser.press("撤销通过", {"撤销原因": "审错了"})
        return "已登入台账" not in browser.page.text

    def correct(self, ref: Any, original: Any, lines: list[dict]) -> bool:
        """A unit corrects numbers of a line."""
        browser = self.seated(self.officer_of(ref[0]))
        browser.open(self.returns[original])
        link = f"更正第{lines[0]['of'].line + 1}条"
        if not browser.page.links(link):
            return False  # another correction of the line is on its way
        browser.click(link)
        page = browser.page.text
        typed = {self.asked(line["of"], page): self.told(line) for line in lines}
        return self.correct_to(browser, ref, "上报更正", {**typed, "更正原因": "报错"})

    def correct_to(self, browser: Browser, ref: Any, said: str, typed: dict[str, str]) -> bool:
        """Hand on what was typed into a correction, by the unit's checker where it has one."""
        browser.press("送单位审核" if browser.offers("送单位审核") else said, typed)
        return self.passed(browser, ref)

    def asked(self, fact: Any, page: str) -> str:
        """How the form of a correction calls a number, on its page."""
        less = f"减少的{MEASURES[fact.measure]}"
        return less if less in page else str(MEASURES[fact.measure])

    def told(self, line: dict) -> str:
        """A number in its measure's own unit."""
        if line["measure"].endswith("power"):
            return f"{line['value'] // 10}.{line['value'] % 10}"
        if line["measure"] == "charging_distance":
            return f"{line['value'] // 100}.{line['value'] % 100:02}"
        return str(line["value"])

    def site(self, name: str, site: Any) -> Browser:
        """Somebody looks a site up by its name."""
        browser = self.seated(name)
        browser.click("站点")
        browser.press("筛选", {"名称或拼音首字母": site[1]})
        browser.click(site[1])
        return browser

    def merge_sites(self, site: Any, into: Any, same_piles: bool) -> bool:
        """The office makes one place of two records."""
        browser = self.site("office", site)
        told = "是同一批桩" if same_piles else "是各自的桩"
        other = f"{area_name(into[0])} {into[1]}"
        browser.press("合并", {"并入": other, "原因": "同一处", "两处登记的桩": told})
        browser.press("合并")
        return "已并入" in browser.page.text

    def merge_villages(self, village: str, into: str, on: date) -> bool:
        """The head of the office puts a merger on record."""
        browser = self.as_("chief")
        browser.click("报送情况")
        browser.click("报送规则")
        browser.click("更名与合并")
        typed = {
            "办理": "并入另一个",
            "哪个单位或村（社区）": f"area:{village}",
            "并入哪个": f"area:{into}",
            "从哪天起": on.isoformat(),
            "依据文号": "晋民函〔2025〕1号",
        }
        browser.press("登记", typed)
        browser.press("登记")
        return area_name(village) in browser.page.text

    def declare(self, site: Any, station: bool, on: date) -> bool:
        """The office puts on record that a site is a station, or is not."""
        browser = self.site("office", site)
        told = "是" if station else "不是，是分散的充电桩"
        browser.press("登记认定", {"是不是公共充电站": told, "自哪一天": on.isoformat()})
        word = "是" if station else "不是"
        return f"{on} 认定{word}公共充电站" in browser.page.text

    def board(self, name: str, month: tuple[int, int]) -> Browser:
        """Somebody looks who has reported a month."""
        browser = self.as_(name)
        browser.click("报送情况")
        browser.press("查看", {"期别": month_name(month)})
        return browser

    def extend(self, month: tuple[int, int], last: date) -> bool:
        """The office gives everybody more time, until the end of a day."""
        browser = self.board("office", month)
        browser.click("延长期限")
        browser.press("确定", {"原因": "系统检修", "延到哪天": last.isoformat()})
        return f"到{last}24时为止" in browser.page.html

    def grant(self, unit: str, month: tuple[int, int], last: date) -> bool:
        """The office lets one unit into a locked month, until the end of a day."""
        browser = self.board("office", month)
        browser.click("准予补报", near=UNIT_NAMES[unit])
        browser.press("确定", {"原因": "当时没有收到通知", "延到哪天": last.isoformat()})
        return f"到{last}24时为止" in browser.page.html

    def rule(self, subject: str, answer: Any, on: date) -> bool:
        """The head of the office decides on a question of the plan; once there are two, of the
        first."""
        browser = self.as_("chief")
        browser.click("方案")
        if browser.page.links(plan.NUMBER):
            browser.click(plan.NUMBER)
        browser.click("存疑")
        browser.click(TITLES[subject])
        told = ("是" if answer else "否") if isinstance(answer, bool) else str(answer)
        typed = {"核定内容": told, "生效日期": on.isoformat(), "依据文号": "专班〔2025〕1号"}
        browser.press("登记", typed, near=TITLES[subject])
        browser.press("登记")
        return browser.status == 200

    def close(self, year: int) -> bool:
        """The head of the office closes a year, when it can be closed."""
        browser = self.as_("chief")
        browser.click("报送情况")
        browser.click("报送规则")
        if not browser.offers(f"{year}年结账"):
            return False
        browser.press(f"{year}年结账")
        browser.press("结账")
        return f"已结账到 {year}-12-31" in browser.page.text
