"""What units, places and sites were called when the figures of a paper were read: it is held
against the ledger by the names that it prints, as a new name is no other number."""

import json
import re
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from ledger.models import Site
from reports.bulletins.composed import composed_at
from reports.documents.content import Content
from reports.documents.stored import from_json, to_json
from reports.models import Bulletin
from shanyin_charging.audit.models import Event
from targets.models import Area, Unit

RENAMED = ("rename", "rename_site")  # the verbs
NO_TEXT = ("key", "code", "journal", "dated")  # of a content

Called = Callable[[str], str]


def called_then(bulletin: Bulletin) -> Called:
    """Puts the names that a paper prints in the place of those that were given since; not of one
    that the paper itself prints, where that is something else."""
    names = given_since(bulletin)
    if not names:
        return str
    longest_first = sorted({*names, *with_one_in_it(names)}, key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, longest_first)))  # 吴马营乡 is not 马营乡
    printed = json.dumps(to_json(bulletin.whole), ensure_ascii=False)
    there = set(known.findall(printed))
    meant = {now: was for now, was in names.items() if was in printed and now not in there}
    return lambda text: known.sub(lambda found: meant.get(found[0], found[0]), text)


def given_since(bulletin: Bulletin) -> dict[str, str]:
    """Each name that was given since a paper's figures were read, with the name of that moment."""
    first: dict[tuple[str, str], str] = {}
    last: dict[tuple[str, str], str] = {}
    told = Event.objects.served().filter(verb__in=RENAMED, at__gte=composed_at(bulletin))
    for event in told.order_by("number"):
        thing, before, after = (event.object_type, event.object_key), event.before, event.after
        if before and after:
            first.setdefault(thing, before["name"])
            last[thing] = after["name"]
    return {last[thing]: name for thing, name in first.items() if last[thing] != name}


def with_one_in_it(names: dict[str, str]) -> set[str]:
    """Names of other units, places and sites that one of these is a part of."""
    holds = reduce(or_, (Q(name__contains=name) for name in names))
    kinds = (Unit.objects.served(), Area.objects.served(), Site.objects.served())
    return {name for of in kinds for name in of.filter(holds).values_list("name", flat=True)}


def as_then(content: Content, called: Called) -> Content:
    """The content with each of its texts put so."""
    return content if called is str else from_json(each_text(to_json(content), called))


def each_text(stored: Any, called: Called) -> Any:
    """The same of what is stored."""
    if isinstance(stored, str):
        return called(stored)
    if isinstance(stored, dict):
        return {k: v if k in NO_TEXT else each_text(v, called) for k, v in stored.items()}
    if isinstance(stored, list | tuple):
        return [each_text(one, called) for one in stored]
    return stored
