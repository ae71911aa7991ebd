"""上线准备: what a new county still has to do before its first month, step by step; each stands as
it is found, and may be left and taken up again."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ledger.models import Ledger, Site
from ledger.periods import holidays
from reports.bulletins.numbering import WORDS, Series
from shanyin_charging import clock, office
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.health import checks
from targets.models import Area, Letterhead
from targets.months import Month
from targets.pages.people import lacking, without_a_person
from targets.plan import queries

TOLD_ABOVE = ("address", "calendar")  # checks that are steps of their own
NO_TELEPHONE = "还没有电话，忘记密码的人不知道打给谁"


@dataclass(frozen=True)
class Step:
    """One thing to do: whether it is done, what is, and where or by whom it is done."""

    title: str
    done: bool
    says: str
    address: str = ""
    button: str = ""


def setup(request: Request) -> HttpResponse:
    """The list; only for the administrator."""
    if not request.user.keeps_accounts:
        raise Http404
    found = list(steps())
    left = [step for step in found if not step.done]
    return render(request, "reports/setup.html", {"steps": found, "left": left})


def steps() -> Iterator[Step]:
    """Each step, as it stands now."""
    county = queries.served()
    yield _plan()
    yield _ledger(county)
    yield _holidays()
    yield _address()
    yield _office()
    yield _numbers(county)
    yield _people()
    yield _units()
    yield _slips()
    yield _sites(county)
    yield _machine()


def _plan() -> Step:
    plan, today = queries.plan_for(Month.of(clock.today())), clock.today()
    over = plan.ends_on < today
    says = f"“{plan}”，方案期到{plan.ends_on}"
    more = "，已经满了；有新方案的，请专班办公室主任在“方案 › 录入方案”里录入" if over else ""
    return Step("县和方案", not over, says + more, reverse("plan"), "看方案")


def _ledger(county: Area) -> Step:
    ledger = Ledger.objects.filter(county=county).first()
    if ledger is None:
        return Step("起报月份", False, "还没有建账；在机器上运行 open_ledger --first-month 2027-01")
    first = Month.of(ledger.first_month_on).label
    says = f"{first}起按月报送，{ledger.live_from}启用；定了不改"
    return Step("起报月份", True, says, reverse("calendar"), "看全年日历")


def _holidays() -> Step:
    if year := holidays.lacking():
        says = f"还没有{year}年的，截止日先只避开周末；通知公布以后请专班办公室主任登记"
        return Step("放假安排", False, says, reverse("holidays", args=[year]), "看放假安排")
    year = clock.today().year
    return Step("放假安排", True, f"有{year}年的", reverse("holidays", args=[year]), "看放假安排")


def _address() -> Step:
    head, link = queries.letterhead(), reverse("office")
    if office.is_reachable(head):
        address = office.address(head)
        lacking = office.unanswered(address)
        says = f"{address}；{lacking}" if lacking else address
        return Step("平台地址", not lacking, says, link, "看地址")
    says = "还没有；填了以后才能签发通报，二维码要用它"
    return Step("平台地址", False, says, link, "填写地址")


def _office() -> Step:
    letterhead = Letterhead.objects.get(area=queries.served())
    telephone = office.telephone(letterhead)
    says = f"{letterhead.office}；报头“{letterhead.brief}”，发文代字“{letterhead.sign}”；"
    says += f"电话{telephone}" if telephone else NO_TELEPHONE
    button = "看报头" if telephone else "填写电话和报头"
    return Step("办公室、电话和报头", bool(telephone), says, reverse("office"), button)


def _numbers(county: Area) -> Step:
    year = clock.today().year
    told = {code: Series(county, code, year).before for code in WORDS}
    said = "，".join(f"{WORDS[code]}{f'到{n}号' if n else '从1号起'}" for code, n in told.items())
    says = f"{year}年{said}；平台启用以前已经编过号的，请主任登记编到几号"
    return Step("文件编号", True, says, reverse("office"), "看编号")


def _people() -> Step:
    if missing := lacking():
        says = f"还没有{'、'.join(missing)}，没有人能审核、签发"
        return Step("专班的人", False, says, f"{reverse('people')}?new=1#new", "新建账号")
    return Step("专班的人", True, "有专班工作人员和主任", reverse("people"), "看账号")


def _units() -> Step:
    if units := list(without_a_person()):
        names = "、".join(unit.name for unit in units[:6]) + ("等" if len(units) > 6 else "")
        says = f"{len(units)}个单位没有填报人：{names}；下载人员表，填好一次建完"
        return Step("各单位的填报人", False, says, reverse("people_in"), "用表格建账号")
    return Step("各单位的填报人", True, "每个单位都有", reverse("people"), "看账号")


def _slips() -> Step:
    waiting = _never_signed_in().count()
    if waiting:
        says = f"{waiting}人还没有登录过；打印口令条，裁开当面交给本人"
        return Step("口令条", False, says, reverse("password_slips"), "打印口令条")
    return Step("口令条", True, "在用的账号都登录过", reverse("password_slips"), "看口令条")


def _never_signed_in() -> QuerySet[User]:
    return User.objects.served().filter(is_active=True, last_login=None)


def _sites(county: Area) -> Step:
    number = Site.objects.filter(county=county).count()
    says = (
        f"台账里有{number}处站点"
        if number
        else "台账里还没有站点；各单位或专班在“清单补录”里上传已有的清单"
    )
    return Step("已有的桩", bool(number), says)


def _machine() -> Step:
    red = [each.title for each in checks.red() if each.name not in TOLD_ABOVE]
    says = f"{'、'.join(red)}要处理，见待办上面的“系统状况”" if red else "备份、定时任务、磁盘都好"
    return Step("机器", not red, says, reverse("home"), "看系统状况")
