"""What every page shows: the menu of the person's role, how much waits for them, the demo mark."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from reports.pages import machine
from reports.todo import lists
from shanyin_charging import clock
from shanyin_charging.accounts.middleware import county_of
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.release import VERSION
from targets.models import Area, Holder
from targets.plan import queries

PLAN, BULLETINS, SUPERVISION = ("plan", "方案"), ("library", "通报"), ("supervision", "督办")
HOME, DISPATCH, BOARD = ("home", "待办"), ("dispatch", "调度一屏"), ("board", "报送情况")
TODO = ("todo", "待办")  # of who begins the day at another page
COUNTIES = ("counties", "各县")
MATTERS, ANNOUNCEMENTS = ("matters", "协调"), ("announcements", "通知")
FOLLOWING = SUPERVISION, MATTERS, ANNOUNCEMENTS
SITES, ENTRIES, LISTS = ("sites", "站点"), ("entries", "台账"), ("lists", "清单补录")
MENUS = {
    Role.OFFICER: [HOME, DISPATCH, BULLETINS, *FOLLOWING, SITES, LISTS, PLAN],
    Role.LEADER: [DISPATCH, TODO, BOARD, BULLETINS, *FOLLOWING, SITES, ENTRIES, PLAN],
    Role.OFFICE: [HOME, DISPATCH, BOARD, BULLETINS, *FOLLOWING, SITES, ENTRIES, LISTS, PLAN],
    Role.ADMIN: [HOME, ("people", "账号与岗位"), ("setup", "上线准备"), PLAN],
    Role.ABOVE: [COUNTIES, DISPATCH, BOARD, BULLETINS, *FOLLOWING, SITES, ENTRIES, PLAN],
    Role.AUDITOR: [
        *(HOME, BULLETINS, MATTERS, ANNOUNCEMENTS, SITES, ENTRIES),
        *(("journal", "日志"), PLAN),
    ],
}
MENUS[Role.CHIEF] = MENUS[Role.OFFICE]


def first_page(role: str) -> str:
    """The page that people of a role begin at: the first of their menu."""
    return MENUS[Role(role)][0][0]


def holder(request: Any) -> Holder:
    """The person who asks, with what all parts of a page ask of them."""
    if not hasattr(request, "holder"):
        request.holder = Holder(request.user)
    return request.holder


def menu_of(who: Holder) -> list[tuple[str, str]]:
    """The menu of a person: of who writes for no unit without what only writers open."""
    menu = MENUS[Role(who.user.role)]
    if who.user.fills_returns and not who.writes:
        return [entry for entry in menu if entry != LISTS]
    return menu


def marked(who: Holder, here: str, in_a_county: bool) -> list[tuple[str, str, bool]]:
    """The menu with the page that is shown; for who has yet to choose a county only the list."""
    menu = menu_of(who) if in_a_county else [COUNTIES]
    return [(name, label, name == here) for name, label in menu]


def read_from_above(user: User) -> Area | None:
    """The county whose pages somebody from above reads; None for everybody else."""
    return queries.served() if user.reads_counties else None


def number_for(who: Holder) -> int:
    """How much the menu says is waiting for somebody."""
    return lists.number_of(who) + machine.number_for(who.user)


def page(request: HttpRequest) -> dict:
    """Context processor: `letterhead` (None before a plan is loaded, and in no county), `menu`,
    `waiting_for_me` and `from_above` (all asked where they are shown: cells of lists are rendered
    with it too), `demo`, `release`, `printed_at`, `unprotected`."""
    user = getattr(request, "user", None)
    here = str(request.resolver_match.url_name) if request.resolver_match else ""
    if user and not user.is_authenticated:
        user = None
    county, who = county_of(request) if user else None, holder(request) if user else None
    return {
        "letterhead": SimpleLazyObject(queries.letterhead) if county or not user else None,
        "menu": SimpleLazyObject(partial(marked, who, here, bool(county))) if who else [],
        "waiting_for_me": partial(number_for, who) if who else 0,
        "from_above": SimpleLazyObject(partial(read_from_above, user)) if user and county else None,
        "demo": settings.DEMO,
        "release": VERSION,
        "printed_at": clock.now(),
        "unprotected": settings.PLAIN_HTTP
        and request.get_host().split(":")[0] not in ("127.0.0.1", "localhost"),
    }
