"""One site: what stands there, what happened there, what it was called; its place and its name."""

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ledger import checks
from ledger.entries import construction, stocks
from ledger.entries.construction import UnderWay
from ledger.entries.stations import ALTERNATING, DIRECT
from ledger.lines.fields import DayField
from ledger.models import Construction, Entry, Point, Site, Submission
from ledger.periods.now import Calendar
from ledger.sites import course, points, registers, rules, telling_apart
from ledger.sites.seen import last_word, stamp_of
from reports.checking import panels
from reports.coordination import raising
from reports.figures import of_site
from reports.figures.basis import Basis
from reports.figures.reading import Reading, read
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.asking import ask, goes_back, is_sure
from shanyin_charging.lifecycle.transitions import Refused
from targets.measures import MEASURES
from targets.models import PlaceKind
from targets.months import Month
from targets.plan import queries
from targets.rulings import effects

Stocks = Mapping[tuple[int, str], int]
FIRST_PICTURES = 8  # that are shown before somebody asks for more
FIRST_CHAPTERS = 6
SHOWN = (
    "public_dc_pile",
    "public_ac_pile",
    "dedicated_dc_pile",
    "dedicated_ac_pile",
    "private_dc_pile",
    "private_ac_pile",
    "public_connector",
    "public_power",
    "swap_station",
    "parking_space",
    "charging_space",
)
CURRENTS = "直流", "交流"
GLANCE = (  # what is added up from which measures
    ("公共充电桩", ("public_dc_pile", "public_ac_pile")),
    ("专用充电桩", ("dedicated_dc_pile", "dedicated_ac_pile")),
    ("私人充电桩", ("private_dc_pile", "private_ac_pile")),
    ("充电枪", ("public_connector", "dedicated_connector", "private_connector")),
    ("总功率", ("public_power", "dedicated_power", "private_power")),
    ("换电站", ("swap_station",)),
    ("车位", ("parking_space",)),
    ("充电车位", ("charging_space",)),
)


def site(request: Request, pk: int) -> HttpResponse:
    """One site: what stands there, what happened there, what it was called; the office renames and
    merges it here."""
    found = get_object_or_404(
        Site.objects.visible_to(request.user).named().select_related("area__parent", "keeper"),
        pk=pk,
    )
    if request.method == "POST" and (done := press(request, found)):
        return done
    standing = stocks.stocks_of([found.pk])
    entries = (
        Entry.objects.filter(site__in=stocks.homes([found.pk]))
        .counting()
        .select_related(
            "line__version__submission__period", "credited_to", "line__version__submission__unit"
        )
    )
    others = (
        Site.objects.served()
        .standing()
        .filter(area__parent=found.area.parent)
        .exclude(pk=found.pk)
        .select_related("area__parent")
    )
    near = [other for other in others if checks.alike(found.name, other.name)]
    return render(
        request,
        "reports/site.html",
        {
            "site": found,
            "typed": request.POST,
            "seen": stamp_of(found),
            "building": being_built(request.user, found),
            "entries": entries.order_by("-on", "-number"),
            "near": near,
            "way": raising.of_site(request.user, found),
            "others": others,
            "reading": (reading := latest()),
            "counted": [] if found.merged_into else of_site.figures_of(reading, found),
            "datums": Point.DATUMS,
            "point": found.points.last(),
            "station": station(found, standing),
            "kinds": kinds_to_pick(found),
            "undivided": by_line((e.line_id, e) for e in telling_apart.undivided([found.pk])),
            "divided": by_line(telling_apart.divided([found.pk])),
            "may_declare": rules.can_declare(request.user, found, clock.today()).allowed,
            "may_mark": rules.can_mark(request.user, found, clock.today()).allowed,
            "open_returns": Submission.objects.visible_to(request.user)
            .filter(pk__in=entries.values("line__version__submission"))
            .values_list("pk", flat=True),
            "glance": at_a_glance(found, standing),
            "checks": panels.of_site(request.user, found),
            **course_of(request.user, found),
        },
    )


def being_built(user: User, site: Site) -> list[UnderWay]:
    """What is being built at a site, as far as the person may see it."""
    told = construction.at_site(site)
    known = Construction.objects.visible_to(user).filter(pk__in=[p.construction.pk for p in told])
    seen = set(known.values_list("pk", flat=True)) if told else set()
    return [one for one in told if one.construction.pk in seen]


def latest() -> Reading:
    """The reading of the last month that may be reported: of what a site counts in by now."""
    calendar = Calendar()
    return read(max(calendar.so_far()), calendar=calendar)


def course_of(user: User, found: Site) -> dict:
    """What happened at the site, each chapter with the pictures that are shown at once and those
    that are unfolded; and how many pictures there are in all."""
    chapters = course.history(user, found)
    shown, room = [], FIRST_PICTURES
    for chapter in chapters:
        first, rest = chapter.pictures[:room], chapter.pictures[room:]
        room -= len(first)
        shown.append((chapter, first, rest))
    return {
        "chapters": shown[:FIRST_CHAPTERS],
        "earlier": shown[FIRST_CHAPTERS:],
        "pictures": sum(len(chapter.pictures) for chapter in chapters),
        "at_site": f"?site={found.pk}",
    }


def press(request: Request, found: Site) -> HttpResponse | None:
    """Do what was pressed; None when its form is to be shown again."""
    if "point" in request.POST:
        return locate(request, found)
    if "line" in request.POST:
        return tell_apart(request, found)
    if "place" in request.POST:
        return place(request, found)
    return (declare if "station" in request.POST else change)(request, found)


def standing_at(found: Site, standing: Stocks | None = None) -> list[tuple[str, str]]:
    """What stands at a site: each measure by its name, and how much in its unit."""
    counted = stocks.stocks_of([found.pk]) if standing is None else standing
    return [
        (
            MEASURES[code].name,
            f"{MEASURES[code].in_units(counted[found.pk, code])}{MEASURES[code].unit}",
        )
        for code in SHOWN
        if counted[found.pk, code]
    ]


def at_a_glance(found: Site, standing: Stocks) -> list[tuple[str, str, str, str]]:
    """What stands at a site, large: name, how much, unit, and of piles how many of each current."""
    told = []
    for name, codes in GLANCE:
        if count := sum(standing[found.pk, code] for code in codes):
            measure = MEASURES[codes[0]]
            kinds = zip(CURRENTS, codes, strict=False) if measure.code.endswith("_dc_pile") else ()
            each = [(kind, standing[found.pk, code]) for kind, code in kinds]
            detail = "　".join(f"{kind}{count}" for kind, count in each if count)
            told.append((name, measure.in_units(count), measure.unit, detail))
    return told


def station(found: Site, standing: Stocks) -> tuple[str, str, str]:
    """Whether the site is a public charging station now: the state's code, its word, and by
    what."""
    last, today = last_word(found), Month.of(clock.today())
    rule = Basis(queries.plan_for(today), today).station_rule
    direct, other = (standing[found.pk, code] for code in (DIRECT, ALTERNATING))
    if rule.without:  # what is out of use counts, as ruled
        out = stocks.out_of_use([found.pk])
        direct, other = direct + out[found.pk, DIRECT], other + out[found.pk, ALTERNATING]
    if not direct + other:
        return "no_plan", "不算公共充电站", "没有在用的公共桩，现在不算"
    if rule.holds(bool(last and last.station), direct, other):
        by = "单位认定" if last and last.station else "台数够，按规定认定"
        return "met", "公共充电站", f"算一座：{by}"
    why = f"公共桩{direct + other}台，其中直流{direct}台，没有认定，台数也不到规定"
    return "pending", "是不是充电站待核定", f"待核定：{why}"


def declare(request: Request, found: Site) -> HttpResponse:
    """A word on whether the site is a public charging station."""
    try:
        day = DayField(label="认定的日期").clean(request.POST.get("since", ""))
        station = {"yes": True, "no": False}.get(request.POST["station"])
        if station is None:
            raise Refused("请选择是不是公共充电站")
        made = registers.declare(request.user, found, station, day, request.POST.get("seen", ""))
        messages.success(request, "已登记认定" if made else "已经是这样认定的，没有变化")
    except ValidationError as fault:
        messages.error(request, "；".join(fault.messages))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("site", found.pk)


def by_line(entries: Iterable[tuple[int | None, Entry]]) -> list[tuple[int, str, str]]:
    """(line's id, what left in words, what was said of it since) of each line that did not say
    whether piles were stopped or dismantled."""
    lines: dict[int, list[Entry]] = {}
    for line, entry in entries:
        if line:
            lines.setdefault(line, []).append(entry)
    return [
        (
            pk,
            f"{gone[0].on}减少"
            + "、".join(f"{e.get_measure_display()}{e.quantity.lstrip('−')}" for e in gone),
            gone[0].cause_word,
        )
        for pk, gone in lines.items()
    ]


def tell_apart(request: Request, found: Site) -> HttpResponse:
    """A word on whether what left was stopped or dismantled."""
    line, said = request.POST["line"], request.POST.get("said", "")
    seen = request.POST.get("seen", "")
    try:
        pk = int(line) if line.isdecimal() else 0
        posted = telling_apart.tell_apart(request.user, found, pk, said, seen)
        messages.success(request, "已说明" if posted else "已经是这样说明的，没有变化")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("site", found.pk)


def kinds_to_pick(found: Site) -> list[PlaceKind]:
    """The sorts of places that a site may be of which nobody has said more than “station”; none
    for the others."""
    if found.kind not in queries.kinds_gone():
        return []
    return list(queries.plan_of_today().place_kinds.filter(offered=True, pilot=False))


def place(request: Request, found: Site) -> HttpResponse:
    """A word on what sort of place the site is."""
    try:
        seen = request.POST.get("seen", "")
        made = registers.place(request.user, found, request.POST["place"], seen)
        messages.success(request, "已登记场所" if made else "已经是这样登记的，没有变化")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("site", found.pk)


def locate(request: Request, found: Site) -> HttpResponse:
    """Where the site is, told by its keeper or by the office."""
    point, datum = request.POST["point"], request.POST.get("datum", "")
    if datum not in dict(Point.DATUMS):
        messages.error(request, "请选择坐标从哪里来")
        return redirect("site", found.pk)
    try:
        points.record(request.user, found, point, datum, request.POST.get("seen", ""))
        messages.success(request, "位置已登记")
    except (points.Unreadable, Refused) as fault:
        messages.error(request, str(fault))
    return redirect("site", found.pk)


def change(request: Request, found: Site) -> HttpResponse | None:
    """One act of the office on a site: a new name, or its merger into another. None where the form
    is shown again, with what was typed."""
    if not request.user.reviews:
        raise Http404
    if goes_back(request):
        return None
    try:
        return (rename if "name" in request.POST else merge)(request, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None


def rename(request: Request, found: Site) -> HttpResponse:
    """The name typed, from today on; raises Refused."""
    name, reason, seen = (request.POST.get(field, "") for field in ("name", "reason", "seen"))
    registers.rename(request.user, found, name, reason, seen)
    messages.success(request, "已更名，原名留在沿革里")
    return redirect("site", found.pk)


def merge(request: Request, found: Site) -> HttpResponse:
    """One place made of two records, once the office has seen what becomes of the piles there;
    raises Refused."""
    given, reason, seen = (request.POST.get(field, "") for field in ("into", "reason", "seen"))
    into = Site.objects.served().filter(pk=given if given.isdecimal() else 0).first()
    if into is None:
        raise Refused("请选择并入哪一处")
    same = request.POST.get("same_piles", "")
    if same not in ("yes", "no"):
        raise Refused("请选择两处登记的是不是同一批桩，是同一批的不能算两次")

    def act() -> None:
        registers.merge(request.user, found, into, reason, same == "yes", seen)

    changes = effects.of(act, lambda: {f"{into.name} {name}": n for name, n in standing_at(into)})
    about = [changes, stamp_of(into)]
    if not is_sure(request, about):
        return ask_to_merge(request, found, into, changes, about)
    act()
    messages.success(
        request, f"已并入{into}，" + ("重复的桩已冲销" if same == "yes" else "数量相加")
    )
    return redirect("site", into.pk)


def ask_to_merge(
    request: Request,
    found: Site,
    into: Site,
    changes: list[tuple[str, str, str]],
    about: object,
) -> HttpResponse:
    """The page that asks before two records become one place."""
    same = request.POST["same_piles"] == "yes"
    says = [
        f"{found}并入{into}：从今天起算一处，这一处不再填报；并入前的月份仍记在这一处。",
        "两处是同一批桩：这一处登记的冲销，不再计数。"
        if same
        else "两处是各自的桩：数量相加，一台不少。",
        "合并以后不能撤回。已印发的通报不变。",
    ]
    seen = request.POST.get("seen", "")
    return ask(request, "合并站点", says, "合并", seen=seen, changes=changes, about=about)
