"""The pages of the portal, by what people call them."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse

from ledger.periods.now import Calendar
from shanyin_charging import clock
from shanyin_charging.accounts.models import User

May = Callable[[User], bool]


def everybody(_: User) -> bool:
    """Whoever is signed in."""
    return True


def county(user: User) -> bool:
    """Who sees what all units do."""
    return user.sees_all_units


def office(user: User) -> bool:
    """The office."""
    return user.reviews


def head(user: User) -> bool:
    """The head of the office."""
    return user.can_rule


def keeper(user: User) -> bool:
    """Who keeps the accounts."""
    return user.keeps_accounts


PAGES: tuple[tuple[str, str, str, May], ...] = (  # its address, its name, what else it is called
    ("todo", "待办", "首页", everybody),
    ("dispatch", "调度一屏", "", everybody),
    ("overview", "全部指标", "指标总览", everybody),
    ("ranking", "单位进度", "排名", everybody),
    ("tasks", "各项任务", "任务榜", everybody),
    ("implementation", "落实情况", "", everybody),
    ("coverage", "覆盖缺口", "空白", everybody),
    ("county_map", "县图", "地图", everybody),
    ("where_next", "下一步建在哪里", "选址", everybody),
    ("bounds", "片区和公路的充电距离", "", everybody),
    ("roads", "公路和试点", "", everybody),
    ("timeliness", "报送时效", "迟报", everybody),
    ("burden", "减负", "", everybody),
    ("sites", "站点台账", "", everybody),
    ("constructions", "在建项目", "", everybody),
    ("library", "通报", "简报", everybody),
    ("supervision", "督办", "", everybody),
    ("matters", "协调事项", "需协调事项", everybody),
    ("announcements", "通知", "", everybody),
    ("findings", "现场核查", "核查事项", everybody),
    ("hazards", "安全隐患", "", everybody),
    ("rounds", "抽查", "双随机", county),
    ("meetings", "调度会", "会议", county),
    ("instructions", "领导批示", "", county),
    ("board", "报送情况", "催报", county),
    ("given_time", "补报和延期", "", county),
    ("entries", "台账", "", county),
    ("differing", "印发后变了的数字", "更正通报", county),
    ("calendar", "报送日历", "截止日", everybody),
    ("holidays", "放假安排", "节假日、调休", everybody),
    ("rules", "报送规则", "截止时刻、由谁代报", county),
    ("rules", "办理年度结账", "", head),
    ("year", "年度结账", "", everybody),
    ("changes", "更名与合并", "", county),
    ("plan", "方案", "", everybody),
    ("discrepancies", "待定口径和存疑事项", "核定", everybody),
    ("intake", "录入方案", "", head),
    ("standing", "常用要求", "", office),
    ("open_notice", "督办立项", "", office),
    ("people", "账号与岗位", "重置密码", keeper),
    ("setup", "上线准备", "", keeper),
    ("journal", "日志", "", lambda user: user.reads_journal),
    ("contact", "本人联系方式", "电话、手机、邮箱", everybody),
    ("change_password", "修改密码", "", everybody),
    ("second", "动态口令", "手机、备用码", everybody),
    ("suggestions", "意见建议", "", everybody),
    ("help", "帮助", "使用说明", everybody),
)


def offered(user: User) -> Iterator[tuple[str, str, str]]:
    """(name, what else it is called, address) of each page that the person may open."""
    years = {"holidays": clock.today().year, "year": Calendar().shown_month().year}
    for page, name, more, may in PAGES:
        if may(user):
            yield name, more, reverse(page, args=[years[page]] if page in years else [])


def name_at(address: str) -> str:
    """What people call the page at an address, by the first of its names; empty for one of many of
    its kind."""
    names = {page: name for page, name, *_ in reversed(PAGES)} | {"home": "待办"}
    try:
        return names.get(str(resolve(urlsplit(address).path).url_name), "")
    except (Resolver404, ValueError):
        return ""
