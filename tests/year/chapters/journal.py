"""日志: at each month's end the auditor reads what was put on record, beside what was pressed and
not refused, and what the timer and the machines did."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from shanyin_charging import clock
from tests.year.browser import Press, words
from tests.year.by_pages import SECOND, TABS
from tests.year.chance import CHINA, following
from tests.year.chapters.chapter import Chapter

if TYPE_CHECKING:
    from tests.year.browser import Browser
    from tests.year.chance import Month
    from tests.year.story import Year

SYSTEM = "系统"
NAMES = {"admin": "系统管理员"}  # of accounts that are called otherwise
Event = tuple[str, str, str, str]  # day, who, what was done, about what
# lines of a draft, and the way from one to the next: it depends on what was typed whether one is a
# statement by then
DRAFTED = {"加入本期", "保存修改", "删去", "核对并上报", "投运", "转成在建项目", *TABS.values()}
SHOWN = {"上传并核对", "核对"}  # read and shown, and nothing is written
MAKES = {  # first part of where a button leads, its words: what the journal says
    ("sign-in", "登录"): "登录",
    ("password", "保存新密码"): "修改密码",
    ("me", "设好了"): "设动态口令",
    ("me", "换一批备用码"): "换备用码",
    ("calendar", "登记"): "核定",
    ("people", "建账号"): "建账号",
    ("people", "生成口令条"): "重置密码",
    ("people", "结束岗位"): "结束岗位",
    ("people", "从今天起加上"): "设岗位",
    ("setup", "登记"): "登记办公室和报头",
    ("plan", "登记"): "核定",
    ("plan", "上传并体检"): "上传方案",
    ("plan", "启用"): "启用方案",
    ("plan", "收官"): "方案收官",
    ("changes", "登记"): "合并",
    ("returns", "上传"): "上传附件",
    ("returns", "上传并预览"): "上传表格",
    ("returns", "预览"): "上传表格",
    ("returns", "确认无误，上报"): "上报",
    ("returns", "确认零报告"): "上报",
    ("returns", "送单位审核"): "送单位审核",
    ("uploads", "确认写入草稿"): "表格写入草稿",
    ("lists", "上传并预览"): "上传表格",
    ("lists", "整份写入，送审核"): "清单补录",
    ("corrections", "上报更正"): "上报",
    ("corrections", "重新上报更正"): "上报",
    ("corrections", "送单位审核"): "送单位审核",
    ("submissions", "撤回修改"): "撤回",
    ("submissions", "同意并上报"): "上报",
    ("submissions", "退回填报人"): "单位退回填报人",
    ("submissions", "原样重新上报"): "上报",
    ("submissions", "原样送单位审核"): "送单位审核",
    ("submissions", "作废"): "作废",
    ("submissions", "开始审核"): "开始审核",
    ("submissions", "通过"): "通过",
    ("submissions", "作结账后补登并通过"): "结账后补登",
    ("submissions", "退回修改"): "退回",
    ("submissions", "撤销通过"): "撤销通过",
    ("submissions", "核对无误，确认"): "单位确认代录",
    ("board", "开始代录"): "代录",
    ("rules", "结账"): "年度结账",
    ("sites", "合并"): "站点合并",
    ("sites", "登记认定"): "认定充电站",
    ("bulletins", "起草"): "起草通报",
    ("bulletins", "起草更正通报"): "起草更正通报",
    ("bulletins", "保存"): "通报改稿",
    ("bulletins", "重新取数"): "通报重新取数",
    ("bulletins", "征求说明"): "告知拟通报内容",
    ("bulletins", "送审核"): "通报送审",
    ("bulletins", "审核通过"): "通报审核通过",
    ("bulletins", "退回修改"): "通报退回修改",
    ("bulletins", "签发并印发"): "通报签发印发",
    ("bulletins", "定号"): "通报定号",
    ("bulletins", "存入"): "存入盖章件",
    ("bulletins", "核验"): "核验通报",
    ("namings", "提交说明"): "单位说明",
    ("instructions", "批示"): "批示",
    ("instructions", "转督办"): "批示转督办",
    ("instructions", "并入这件督办"): "批示并入督办",
    ("instructions", "答复"): "答复批示",
    ("supervision", "立项"): "督办立项",
    ("supervision", "保存"): "督办改稿",
    ("supervision", "送审批"): "督办送审批",
    ("supervision", "撤销立项"): "督办撤销",
    ("supervision", "撤销督办"): "督办撤销",
    ("supervision", "签发交办"): "督办签发交办",
    ("supervision", "退回修改"): "督办退回修改",
    ("supervision", "签收"): "督办签收",
    ("supervision", "反馈办理情况"): "督办反馈",
    ("supervision", "填写协办情况"): "督办协办情况",
    ("supervision", "申请延期"): "督办申请延期",
    ("supervision", "同意延期"): "督办同意延期",
    ("supervision", "不同意延期"): "督办不同意延期",
    ("supervision", "升级"): "督办升级",
    ("supervision", "列入通报批评"): "列入通报批评",
    ("supervision", "建议约谈"): "建议约谈",
    ("supervision", "同意约谈"): "同意约谈",
    ("supervision", "不约谈"): "不约谈",
    ("supervision", "退办"): "督办退办",
    ("supervision", "办结"): "督办办结",
    ("supervision", "销号"): "督办销号",
    ("supervision", "归档"): "督办归档",
    ("matters", "提交"): "提出需协调事项",
    ("matters", "转交"): "转交需协调事项",
    ("matters", "直接答复"): "专班答复需协调事项",
    ("matters", "答复"): "单位答复需协调事项",
    ("matters", "催办"): "催办需协调事项",
    ("matters", "还没有解决"): "需协调事项没有解决",
    ("matters", "同意办结"): "需协调事项办结",
    ("matters", "撤回这件"): "撤回需协调事项",
    ("meetings", "安排"): "安排调度会",
    ("meetings", "生成会议材料"): "生成会议材料",
    ("meetings", "记为已召开"): "调度会已召开",
    ("meetings", "记下这一件"): "督办立项",
    ("meetings", "保存"): "写会议纪要要点",
    ("checks", "抽取"): "抽取核查站点",
    ("checks", "上传"): "上传核查照片",
    ("checks", "登记隐患"): "登记现场隐患",
    ("checks", "记下核查结果"): "记录核查结果",
    ("checks", "答复"): "答复核查事项",
    ("checks", "不同意，退回"): "退回核查事项",
    ("checks", "同意，销号"): "核查事项销号",
    ("checks", "撤回"): "撤回核查事项",
    ("announcements", "存为草稿"): "起草通知",
    ("announcements", "发出"): "发出通知",
    ("announcements", "已阅"): "已阅通知",
}
MORE_TIME = {"extend": "延长期限", "grant": "准予补报"}  # both are given by 确定
# buttons that say a number
COUNTED = {
    r"建这 \d+ 个账号": "建账号",
    r"提醒这\d+家": "提醒",
    r"提醒未阅的 \d+ 家": "提醒",
    r"撤回 \d+ 份": "整份撤回清单",
    r"\d+ 件送主任签发": "督办送审批",
    r"\d+ 件签发交办": "督办签发交办",
}
OF_RETURNS = {"上报", "撤回", "开始审核", "通过", "结账后补登", "退回", "撤销通过", "改记按时"}
OF_RETURNS |= {"作废", "送单位审核", "单位退回填报人"}
OF_A_THING = OF_RETURNS | {"站点合并", "认定充电站", "开期", "提醒"}


READING = {"下载"}  # leaves an event without a press
REFUSED = "拒绝"  # of a press that was refused, some leave one
WRITTEN = "填写草稿"


class Journal(Chapter):
    """Every event was pressed, and every press that was not refused is an event."""

    must = frozenset({"events", "refused", "开期", WRITTEN})

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.last = -1  # the number of the last event that was read
        self.told: Counter[Event] = Counter()
        self.began: set[str] = set()  # months that the timer opened
        self.refusals: set[tuple[str, str]] = set()  # day and person of those that are on record
        self.refused: set[tuple[str, str]] = set()  # of those that were told so
        self.written: set[tuple[str, str]] = set()  # the same of lines of drafts
        self.wrote: set[tuple[str, str]] = set()  # of those that pressed so
        for word in ("建库", "建账", "建账号"):
            self.by_the_system(word)
        with clock.at(year.now):
            year.hands.engage("auditor", "审计员")

    def by_the_system(self, word: str, about: str = "", who: str = SYSTEM) -> None:
        """Something that nobody pressed by themselves."""
        self.told["", who, word, about] += 1

    def month_over(self) -> None:
        """All that happened since the last time."""
        with clock.at(self.year.now):
            self.year.hands.open_months()
            auditor = self.year.hands.seated("auditor")
        told, self.told = self.told, Counter()
        for name, browser in self.year.hands.browsers.items():
            presses, browser.presses = browser.presses, []
            self.refused |= {(day_of(at), NAMES.get(name, name)) for at in browser.turned_away}
            for press in presses:
                told += self.made_by(NAMES.get(name, name), press)
        for about in self.months_opened() - self.began:
            told["", SYSTEM, "开期", about] += 1
            self.done["开期"] += 1
        self.began |= self.months_opened()
        told += self.year.followed
        self.year.followed.clear()
        with clock.at(self.year.now):
            found = Counter(self.read(auditor))
        self.compare(found, told)
        if unasked := self.refusals - self.refused:
            self.year.wrong.append((self.year.now, "refused nobody", unasked))
        if unpressed := self.written - self.wrote:
            self.year.wrong.append((self.year.now, "written by nobody", unpressed))

    def months_opened(self) -> set[str]:
        """The months that could be reported by now, and what came before the first of them."""
        first, found = self.year.desk.first, []
        month = self.year.months[0]
        while self.opens(month) <= self.year.now:
            found.append(month)
            month = following(month)
        if first[1] > 1:
            found.append(following(first, -1))
        found += [(year, 12) for year in range(2024, first[0])]
        return {self.year.desk.period_name(month) for month in found}

    def opens(self, month: Month) -> datetime:
        """The first moment at which a month can be reported."""
        return datetime(*month, 25, tzinfo=CHINA)

    def made_by(self, who: str, press: Press) -> Counter[Event]:
        """What a press has to leave in the journal."""
        made: Counter[Event] = Counter()
        if press.refused:
            self.refused.add((day_of(press.at), who))
        if press.said in DRAFTED:
            self.wrote.add((day_of(press.at), who))
            return made
        if press.said in SHOWN or press.said == "登录" and press.heads[1] == SECOND:
            return made
        word = self.word_of(press)
        self.done["refused"] += press.refused
        self.done[word] += not press.refused
        words_ = [word, *(["设岗位"] if "代表单位" in press.typed else [])]
        for word in () if press.refused else words_:
            made[day_of(press.at), who, word, self.about(word, press)] += 1
        return made

    def word_of(self, press: Press) -> str:
        """What the journal calls a press."""
        parts = press.address.strip("/").split("/")
        if press.said == "确定":
            return MORE_TIME[parts[-1]]
        if parts[0] == "setup" and "依据" in press.typed:
            return "核定"  # of numbers, beside the office's names
        told = (word for said, word in COUNTED.items() if re.fullmatch(said, press.said))
        return next(told, "") or MAKES[parts[0], press.said]

    def about(self, word: str, press: Press) -> str:
        """What the page was about on which it was pressed, or which came of it."""
        before = press.address.startswith(("/submissions", "/sites")) and word != "作废"
        return named(word, press.heads[not before])

    # reading

    def read(self, browser: Browser) -> Iterator[Event]:
        """The events since the last that was read, from the newest page back."""
        page, last = browser.click("日志"), self.last
        assert "摘要链完整" in page.text, page.text[:200]
        while True:
            rows = [[words(cell) for cell in row.iter("td")] for row in page.root.iter("tr")]
            numbered = [(int(row[0]), row[1:5]) for row in rows if row]
            for number, (at, who, word, about) in numbered:
                if number > last and word == REFUSED:
                    self.refusals.add((at.split(" ")[0], who))
                elif number > last and word == WRITTEN:
                    self.written.add((at.split(" ")[0], who))
                    self.done[WRITTEN] += 1
                elif number > last and word not in READING:
                    yield self.event(at, who, word, about)
            self.last = max(self.last, *(number for number, _ in numbered))
            if numbered[-1][0] <= last + 1:
                return
            page = browser.click("下一页")

    def event(self, at: str, who: str, word: str, about: str) -> Event:
        """As it is told: of what nobody pressed without its day."""
        self.done["events"] += 1
        if who == SYSTEM:
            return "", who, word, named(word, about)
        about = "" if word == "提醒" else about  # pressed on a page with another heading
        return at.split(" ")[0], who, word, named(word, about)

    def compare(self, found: Counter[Event], told: Counter[Event]) -> None:
        """Note what nobody pressed, and what was pressed and left nothing."""
        for what, events in (("unpressed", found - told), ("no event", told - found)):
            if events:
                self.year.wrong.append((self.year.now, what, dict(events)))


def named(word: str, about: str) -> str:
    """What an event is about, where its name is also its page's heading."""
    if word == "提醒" and not re.fullmatch(r"\d+年\d+月月报", about):
        return ""  # of a notice or of a paper
    return re.sub(r"\s+", " ", about) if word in OF_A_THING else ""


def day_of(moment: datetime) -> str:
    """The day of a moment in China, as the journal writes it."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d}"
