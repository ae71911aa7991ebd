"""What keeps an office in order beside its months: the State Council's notice of holidays on its
page, and a second step at the door for one who wants it."""

from __future__ import annotations

import re
from base64 import b32decode
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django_otp.oath import totp

from shanyin_charging import clock
from tests.year.browser import Browser, Page
from tests.year.chance import CHINA
from tests.year.chapters.chapter import Act, Chapter
from tests.year.days import REST, WORK, month_end

if TYPE_CHECKING:
    from tests.year.chance import Month

ENTERED, PROVEN = 1, 2  # after so many months
WHO = "auditor"  # seldom comes, so that the spare codes last
NAMES = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
NUMBER = "国办发明电〔{}〕{}号"
FEW = 3  # spare codes that are left when others are asked for


class Keeping(Chapter):
    """The head of the office enters a notice, the auditor sets up codes and comes in by them."""

    must = frozenset({"misread", "entered", "set up", "came in"})

    def acts_of(self, month: Month) -> list[Act]:
        """Once each, and other spare codes where few are left."""
        begun = self.year.months.index(month)
        acts = {ENTERED: self.enter_holidays, PROVEN: self.set_up}
        act = acts.get(begun, self.renew if begun > PROVEN else None)
        day = month_end(*month).replace(day=25) + timedelta(days=1)
        return [(datetime.combine(day, time(11), CHINA), act)] if act else []

    # holidays

    def enter_holidays(self) -> None:
        """What the notice says is read back; as the program knows it already, no day moves."""
        year = self.year.now.year
        with clock.at(self.year.now):
            browser = self.year.hands.as_("chief")
            browser.click("报送情况")
            browser.click("报送日历")
            browser.click("放假安排")
            notice, typed = notice_of(year), {"通知的文号": NUMBER.format(year - 1, 12)}
            wrong = re.sub(r"共\d天", "共9天", notice)
            browser.press("核对", {"通知的正文": wrong, **typed})
            self.expect("写的是共9天" in browser.page.text, browser)
            self.done["misread"] += browser.page.refuses
            browser.press("核对", {"通知的正文": notice, **typed})
            self.expect("原来" not in browser.page.text, browser)
            browser.press("登记")
            self.expect(f"已登记{year}年放假安排" in browser.page.text, browser)
        self.done["entered"] += 1

    # the second step

    def set_up(self) -> None:
        """By the code that the app on the phone shows."""
        with clock.at(self.year.now):
            browser = self.at_codes()
            page = browser.press("设好了", {"code": shown(page_key(browser.page))})
            self.keep(page)
            self.expect("已设好" in page.text, browser)
        self.done["set up"] += 1

    def renew(self) -> None:
        """Other spare codes, by the password."""
        self.done["came in"] += 10 - len(self.codes)
        if len(self.codes) <= FEW:
            with clock.at(self.year.now):
                password = self.year.hands.password
                page = self.at_codes().press("换一批备用码", {"本人密码": password})
                self.keep(page)
            self.done["renewed"] += 1

    def at_codes(self) -> Browser:
        """The page of who wants them."""
        browser = self.year.hands.seated(WHO)
        browser.click(WHO)
        browser.click("动态口令")
        return browser

    @property
    def codes(self) -> list[str]:
        """The spare codes that are left."""
        return self.year.hands.codes.get(WHO, [])

    def keep(self, page: Page) -> None:
        """Copy the spare codes down."""
        self.year.hands.codes[WHO] = re.findall(r"<b>([a-z2-7]{8})</b>", page.html)

    def expect(self, right: bool, browser: Browser) -> None:
        """Note what is otherwise."""
        self.year.read += 1
        if not right:
            self.year.wrong.append((self.year.now, "kept in order", browser.where))


def notice_of(year: int) -> str:
    """A year's holidays in the words of the State Council."""
    spans, worked = REST[year], "、".join(f"{m}月{d}日" for m, d in WORK[year])
    names = NAMES if len(spans) == len(NAMES) else (*NAMES[:-2], "国庆节、中秋节")
    days = [
        f"{m}月{d}日至{n}月{e}日" if (m, d) != (n, e) else f"{m}月{d}日" for m, d, n, e in spans
    ]
    told = [f"{name}：{span}放假。" for name, span in zip(names, days, strict=True)]
    first, last = datetime(year, *spans[-1][:2]), datetime(year, *spans[-1][2:])
    return "\n".join(
        [*told[:-1], f"{told[-1][:-1]}，共{(last - first).days + 1}天。{worked}上班。"]
    )


def page_key(page: Page) -> bytes:
    """The key that is typed into an app by hand."""
    (key,) = ("".join(n.itertext()) for n in page.root.iter("span") if n.get("class") == "key")
    return b32decode("".join(key.split()))


def shown(key: bytes) -> str:
    """What the app shows now."""
    return f"{totp(key):06}"
