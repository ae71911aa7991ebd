"""The courses that matters under supervision take, each step on its day; what a course yields is
how many days of work pass until its next step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tests.year.browser import Browser, Page, words
from tests.year.by_pages import UNIT_NAMES
from tests.year.chapters import words as leaders_words
from tests.year.days import working_days_after
from tests.year.notices import PROGRESS, RED, RETURNS, Notice

if TYPE_CHECKING:
    from tests.year.chapters.supervision import Supervision

STALE = "这份材料在你打开之后又改过"
DEEDS = "已派人核对，逐处列了清单"
HELP = "已派电工到场"


PHOTO = "现场.pdf", b"%PDF-1.7 a photo"


def carried_through(told: Supervision) -> Iterator[int]:
    """All stations, with every step that people get wrong."""
    one = by_the_rule(told, RETURNS)
    if one is None:
        return
    told.press("office", one, "送审批")
    told.press("chief", one, "退回修改", {"退回的原因": "要求再写具体些"})
    rewrite(told, one, "今天补报，写明原因和今后的责任人。")
    told.press("second", one, "送审批")
    yield 1
    told.press("chief", one, "签发交办")
    yield 1
    told.press("unit", one, "签收")
    later = {"延期到": str(one.due), "延期的原因": "负责的同志在外地学习"}
    told.refused("要晚于现在的办结时限", "unit", one, "申请延期", later)
    told.press("unit", one, "申请延期", {**later, "延期到": str(working_days_after(one.due, 3))})
    yield 1
    if told.chance.random() < 0.5 and told.done["同意延期"]:
        told.press("chief", one, "不同意延期", {"不同意的原因": "补报不用这么久"})
    else:
        told.press("chief", one, "同意延期")
    yield 1
    told.refused("请写明办理情况", "unit", one, "反馈办理情况", {"佐证": PHOTO})
    wrong = {"办理情况": DEEDS, "佐证": ("清单.exe", b"MZ")}
    told.refused("不是可以接收的文件", "unit", one, "反馈办理情况", wrong)
    told.press("unit", one, "反馈办理情况", {"办理情况": DEEDS})
    yield 3
    told.press("second", one, "办结")
    stale = told.visited("office", one)  # and pressed on the same day: a page ends with its session
    told.refused("没有佐证材料，不能销号", "office", one, "销号")
    told.press("second", one, "退办", {"还要办什么": "附上盖章的说明"})
    told.press("unit", one, "反馈办理情况", {"办理情况": DEEDS, "佐证": PHOTO})
    told.press("office", one, "办结")
    told.refused("要由两位同志分别办理", "office", one, "销号", page=stale)
    yield 1
    told.press("second", one, "销号")
    told.press("office", one, "归档")


def red_and_silent(told: Supervision) -> Iterator[int]:
    """A grave matter that its unit lets lie: criticism, then a talk, then an answer."""
    one = by_hand(told, RED, 1)
    sent_out(told, one)
    yield 7
    told.press("chief", one, "列入通报批评", {"批评的事由": "超期没有反馈"})
    yield 5
    told.press("chief", one, "建议约谈", {"建议的理由": "批评以后仍没有反馈"})
    yield 1
    if told.chance.random() < 0.5 and told.done["同意约谈"]:
        told.press("leader", one, "不约谈", {"理由": "先由办公室上门"})
    else:
        told.press("leader", one, "同意约谈")
    yield 1
    yield from answered(told, one)


def a_leaders_word(told: Supervision) -> Iterator[int]:
    """A leader writes on a figure; the office works it out; meanwhile others press, too."""
    word = yield from leaders_words.begun(told)
    if word is None:
        return
    one = leaders_words.taken_up(told, word)
    yield from leaders_words.more(told, word)
    rewrite(told, one, "一周内逐处列出原因和投运时间。")
    sent_out(told, one)
    told.press("unit", one, "签收")
    yield 1
    stale, later = told.visited("unit", one), str(working_days_after(told.today, 6))
    if one.level == RED:
        return
    told.press("chief", one, "升级", {"升级的原因": "县里要求加快", "新的办结时限": later})
    told.refused(STALE, "unit", one, "反馈办理情况", {"办理情况": DEEDS}, page=stale)
    yield 1
    yield from answered(told, one)


def past_its_day(told: Supervision) -> Iterator[int]:
    """A unit lets a matter of the rule pass its day, and hears of it again."""
    one = by_the_rule(told, RETURNS, days=2)
    if one is None:
        return
    sent_out(told, one)
    yield 4
    if one.level != RED:
        later = str(working_days_after(told.today, 5))
        told.refused("请写明升级的原因", "chief", one, "升级", {"新的办结时限": later})
        told.press("chief", one, "升级", {"升级的原因": "没有反馈", "新的办结时限": later})
        yield 2
    yield from answered(told, one)


def mended(told: Supervision) -> Iterator[int]:
    """A unit hands in what it owed, and the office sees that there is nothing left to pursue."""
    one = by_the_rule(told, RETURNS)
    if one is None:
        return
    sent_out(told, one)
    yield 1
    for month in told.told.judged(told.year.now):
        if told.year.is_open(month) and not told.year.has(one.unit, month):
            told.year.hand_in((one.unit, month, "return"), [])
    if told.told.cured(one, told.year.now):
        told.done["没有到期未报的月报"] += 1
    yield 1
    yield from answered(told, one)


def called_off(told: Supervision) -> Iterator[int]:
    """The office, or its head, thinks better of it."""
    one = by_the_rule(told, RETURNS)
    if one is None:
        return
    if told.done["撤销督办"] > told.done["撤销立项"]:
        told.press("second", one, "撤销立项", {"撤销的原因": "已经口头说明"})
        return
    sent_out(told, one)
    yield 2
    told.press("chief", one, "撤销督办", {"撤销的原因": "单位已撤并"})


def behind(told: Supervision) -> Iterator[int]:
    """A row that falls behind."""
    one = by_the_rule(told, PROGRESS)
    if one is None:
        return
    sent_out(told, one)
    yield 2
    yield from answered(told, one)


ALL = (carried_through, red_and_silent, a_leaders_word, past_its_day, mended, called_off, behind)


# what courses have in common


def sent_out(told: Supervision, one: Notice) -> None:
    """Worked out by one, signed by the head."""
    told.press("office", one, "送审批")
    told.press("chief", one, "签发交办")


def answered(told: Supervision, one: Notice) -> Iterator[int]:
    """The unit reports what it did, with a photo; one judges it, another one strikes it off."""
    if one.state == "已交办":
        told.press("unit", one, "签收")
    if one.helper:
        told.press("helper", one, "填写协办情况", {"协办情况": HELP})
    told.press("unit", one, "反馈办理情况", {"办理情况": DEEDS, "佐证": PHOTO})
    yield 1
    first, second = told.chance.sample(("office", "second", "chief"), 2)
    told.press(first, one, "办结")
    yield 1
    told.press(second, one, "销号")


def by_the_rule(told: Supervision, topic: str, days: int = 8) -> Notice | None:
    """The office opens one of the notices that the rule proposes, as it proposes it."""
    proposed = sorted(
        (word, unit, about)
        for word, unit, about in told.told.proposed(told.year.now)
        if about.startswith(topic) and word.endswith("督办单")
    )
    if not proposed:
        return None
    people = told.year.hands.browsers
    known = [step for step in proposed if f"u_{step[1]}" in people]
    word, unit, about = told.chance.choice(known or proposed)
    level, row = word[:2], about.removeprefix(topic).strip()
    matter = f"{UNIT_NAMES[row]}新增" if row else f"{UNIT_NAMES[unit]}未按时报送"
    due = working_days_after(told.today, days)

    def act() -> Browser:
        browser = told.person("office")
        browser.click("督办")
        browser.click("立项", near=matter)
        chosen = [words(o) for o in browser.page.root.iter("option") if "selected" in o.attrib]
        told.compare("open", chosen, [f"{level}督办", UNIT_NAMES[unit]])
        past = {"督办要求": "立即办理", "办结时限": str(told.today)}
        refuse(browser, "办结时限要晚于今天", "立项", past)
        browser.press("立项", {"办结时限": str(due)})
        return browser

    browser = told.year.go(act, "open", word, unit, about)
    told.done[word] += 1
    return told.opens(browser, unit, level, due, topic, row)


def by_hand(told: Supervision, level: str, days: int) -> Notice:
    """The office opens one of its own."""
    unit, helper = told.chance.sample(told.year.units, 2)
    due = working_days_after(told.today, days)
    typed = {
        "级别": f"{level}督办",
        "主办单位": UNIT_NAMES[unit],
        UNIT_NAMES[helper]: True,  # of the boxes under 协办单位
        "督办事项": f"{UNIT_NAMES[unit]}停用的桩没有修好",
        "督办要求": "三天内修好",
        "来源": "群众来电",
        "办结时限": str(due),
    }

    def act() -> Browser:
        browser = told.person("office")
        browser.click("督办")
        browser.click("立项")
        refuse(browser, "请填来源", "立项", {**typed, "来源": ""})
        browser.press("立项", typed)
        return browser

    notice = told.opens(told.year.go(act, "open", level, unit), unit, level, due)
    notice.helper = helper
    return notice


def rewrite(told: Supervision, one: Notice, asked: str) -> None:
    """The office puts it into better words."""

    def act() -> Browser:
        browser = told.visit("office", one)
        browser.press("保存", {"督办要求": asked})
        return browser

    browser = told.year.go(act, "rewrite", one.address)
    assert asked in browser.page.text, browser.where


def refuse(browser: Browser, why: str, said: str, typed: dict[str, str]) -> None:
    """It is pressed, and refused with words; all that was typed stands on the page."""
    page = browser.press(said, typed)
    assert browser.status in (400, 409), (browser.status, browser.where)
    assert why in page.text, (why, browser.where)
    kept = {*written(page)}
    texts = [v for label, v in typed.items() if label.startswith(("督办", "来源", "办结"))]
    assert set(texts) <= kept, (set(texts) - kept, browser.where)


def written(page: Page) -> Iterator[str]:
    """What stands in the fields of a page."""
    for node in page.root.iter():
        if node.tag == "textarea":
            yield (node.text or "").strip()
        elif node.tag == "input":
            yield node.get("value", "")


Course = Callable[["Supervision"], Iterator[int]]
