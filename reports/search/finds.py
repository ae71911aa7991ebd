"""What a person may see and that is called so."""

from django.urls import reverse

from ledger.models import Site
from reports.search.names import is_called
from targets.models import Area, AreaKind, Clause, Unit

MOST = 30  # of each kind


def look(text, user) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(heading, [(name, what it is, address)]) of everything that the person may see and that is
    called so."""
    units = [
        unit
        for unit in Unit.objects.prefetch_related("aliases")
        if is_called(text, unit.name, *(alias.name for alias in unit.aliases.all()))
        or text == unit.code
    ]
    places = [
        area
        for area in Area.objects.filter(
            kind__in=[AreaKind.TOWNSHIP, AreaKind.VILLAGE]
        ).select_related("parent")
        if is_called(text, area.full_name) or (text.isdigit() and area.code.startswith(text))
    ]
    sites = [
        site
        for site in Site.objects.visible_to(user).select_related("area__parent")
        if is_called(text, site.name)
    ]
    clauses = [clause for clause in Clause.objects.all() if is_called(text, str(clause))]
    groups = [
        (
            "单位",
            [
                (
                    unit.name,
                    "、".join(a.name for a in unit.aliases.all()) or unit.get_kind_display(),
                    f"{reverse('entries')}?credited_to={unit.pk}" if user.sees_all_units else "",
                )
                for unit in units
            ],
        ),
        (
            "地方",
            [
                (
                    area.full_name,
                    area.code,
                    f"{reverse('sites')}?name=&township={area.parent_id or area.pk}"
                    if area.kind == AreaKind.VILLAGE
                    else f"{reverse('sites')}?township={area.pk}",
                )
                for area in places
            ],
        ),
        (
            "站点",
            [
                (
                    site.name,
                    f"{site.area.full_name}　{site.get_kind_display()}",
                    reverse("site", args=[site.pk]),
                )
                for site in sites
            ],
        ),
        ("条款", [(str(clause), "", reverse("clause", args=[clause.code])) for clause in clauses]),
    ]
    return [(heading, rows[:MOST]) for heading, rows in groups if rows]
