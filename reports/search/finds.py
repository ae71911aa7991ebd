"""What a person may see and that is called so."""

from django.urls import reverse

from ledger.models import Site
from reports.search.names import is_called
from shanyin_charging.accounts.models import User
from targets.models import Area, AreaKind, Clause, Unit

MOST = 30  # of each kind
Find = tuple[str, str, str]  # name, what it is, address


def look(text: str, user: User) -> list[tuple[str, list[Find]]]:
    """(heading, finds) of everything that the person may see and that is called so; no heading
    without finds, at most thirty under each."""
    groups = [
        ("单位", units(text, user)),
        ("地方", places(text)),
        ("站点", sites(text, user)),
        ("条款", clauses(text)),
    ]
    return [(heading, found[:MOST]) for heading, found in groups if found]


def units(text: str, user: User) -> list[Find]:
    """The units of a name, an alias or a code; who sees all units is led to their entries."""
    found = []
    for unit in Unit.objects.prefetch_related("aliases"):
        aliases = [alias.name for alias in unit.aliases.all()]
        if is_called(text, unit.name, *aliases) or text == unit.code:
            address = f"{reverse('entries')}?credited_to={unit.pk}" if user.sees_all_units else ""
            found.append((unit.name, "、".join(aliases) or unit.get_kind_display(), address))
    return found


def places(text: str) -> list[Find]:
    """The townships and villages of a name or a code, each leading to the sites of its township."""
    found = []
    kinds = [AreaKind.TOWNSHIP, AreaKind.VILLAGE]
    for area in Area.objects.filter(kind__in=kinds).select_related("parent"):
        if is_called(text, area.full_name) or (text.isdigit() and area.code.startswith(text)):
            address = (
                f"{reverse('sites')}?name=&township={area.parent_id or area.pk}"
                if area.kind == AreaKind.VILLAGE
                else f"{reverse('sites')}?township={area.pk}"
            )
            found.append((area.full_name, area.code, address))
    return found


def sites(text: str, user: User) -> list[Find]:
    """The sites of a name that the person may see."""
    return [
        (
            site.name,
            f"{site.area.full_name}　{site.kind_word}",
            reverse("site", args=[site.pk]),
        )
        for site in Site.objects.visible_to(user).named().select_related("area__parent")
        if is_called(text, site.name)
    ]


def clauses(text: str) -> list[Find]:
    """The plan's clauses of a name."""
    return [
        (str(clause), "", reverse("clause", args=[clause.code]))
        for clause in Clause.objects.all()
        if is_called(text, str(clause))
    ]
