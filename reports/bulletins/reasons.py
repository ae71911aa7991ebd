"""Why a number of an issued paper is another one now, as far as that is on record: what was posted
since, what was said of its sites, what was ruled or told about how it is counted."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from ledger.entries import facts
from ledger.entries.stations import STATION
from ledger.models import Cause, Declaration, Entry, RegisterWord, Site
from reports.bulletins.composed import composed_at
from reports.bulletins.differences import SENTENCE, Difference
from reports.documents.content import Content
from reports.figures.basis import LEAST_GAP, PACE, SLOW_WITHIN, STOPPED_COUNTS
from reports.figures.figure import Figure, parse_key
from reports.models import Bulletin
from targets.models import Area, AreaKind, Form, Plan, Ruling, kinds_in
from targets.plan import queries

JUDGING = (PACE, SLOW_WITHIN, LEAST_GAP)  # of which the light follows, and no number
OF_PLACES = (Form.COVERAGE, Form.LARGEST, Form.MEAN)  # which hang on where things stand


def reasons_of(
    was: Bulletin, moved: Mapping[str, Difference], figures: Mapping[str, Figure]
) -> dict[str, str]:
    """By its name why a figure is another one now, and by its text why a sentence is: what entries
    of since say and what was said of sites, else what was said of how it is counted; empty where
    nothing on record explains it."""
    since, plan = composed_at(was), queries.plan_for(was.month)
    late, words = late_entries(was), list(said_of_sites(was, since))
    whole = dict(registers_since(was, plan, since))
    counting = said_of_counting(was, plan, since)
    found = {}
    for key, difference in moved.items():
        figure = figures[key]
        now, then = sites_behind(was, figure), sites_behind(was, figure, was.plain.known, since)
        others = dict({*now.items()} ^ {*then.items()})
        why = because(late, others)
        why += [word.text for word in words if word.explains(figure, {**now, **then}, others)]
        found[difference.name] = "；".join(dict.fromkeys(why)) or counting.get(figure.code, "")
    why_of = {key: found[difference.name] for key, difference in moved.items()}
    return found | of_sentences(
        was.plain, lambda key: why_of.get(key) or whole.get(parse_key(key).code)
    )


def of_sentences(content: Content, why_of: Callable[[str], str | None]) -> dict[str, str]:
    """By its text why a sentence says something else now, in other words too: for the reasons of
    its figures, by their keys."""
    found = {}
    for p in content.body:
        for text in {*SENTENCE.findall(p.text), p.text}:
            parts = (s for s in p.sentences if s.text and (s.text in text or text in s.text))
            reasons = (why_of(figure.key) for s in parts for figure in s.figures)
            if why := "；".join(dict.fromkeys(filter(None, reasons))):
                found[text] = why
    return found


Behind = dict[int, int | None]  # id of an entry to that of its site


def sites_behind(
    was: Bulletin, figure: Figure, known: int | None = None, moment: datetime | None = None
) -> Behind:
    """The entries that a figure is made from, each with its site, as known then (None: now)."""
    found = facts.entries_behind(was.county, figure.selections, known, moment)
    return dict(found.values_list("pk", "site"))


class Word(NamedTuple):
    """What was said of sites: that one is another, or that one is a station."""

    text: str
    sites: set[int]
    is_merger: bool

    def explains(self, figure: Figure, behind: Behind, others: Behind) -> bool:
        """Whether it may have made another figure of one that is made of what stands at sites, and
        of what came to it or left it since."""
        if any(STATION in selection.measures for selection in figure.selections):
            return bool(self.sites & {*behind.values()})
        counts = behind if figure.form in OF_PLACES else others
        return self.is_merger and bool(self.sites & {*counts.values()})


def said_of_sites(was: Bulletin, since: datetime) -> Iterator[Word]:
    """The mergers and declarations since that hold in the paper's month."""
    until = was.month.last_day
    merged = Site.objects.filter(county=was.county, merged_at__gte=since, merged_on__lte=until)
    for site in merged.select_related("merged_into").order_by("merged_at"):
        assert site.merged_into is not None, "it was asked for"
        yield Word(f"“{site}”并入“{site.merged_into}”", {site.pk, site.merged_into.pk}, True)
    words = Declaration.objects.filter(site__county=was.county, recorded_at__gte=since)
    for word in words.filter(on__lte=until).select_related("site").order_by("recorded_at"):
        text = f"“{word.site}”认定{'是' if word.station else '不是'}公共充电站"
        yield Word(text, {word.site_id}, False)


def said_of_counting(was: Bulletin, plan: Plan, since: datetime) -> dict[str, str]:
    """By the code of an indicator what was said since of how it is counted: ruled, told of
    registers, or by a village's becoming part of another."""
    found = defaultdict[str, list[str]](list)
    ruled = rulings_since(plan, since).items()
    told = (registers_since(was, plan, since), mergers_since(was, plan, since))
    for code, text in chain(ruled, *told):
        found[code].append(text)
    return {code: "；".join(dict.fromkeys(texts)) for code, texts in found.items()}


def registers_since(was: Bulletin, plan: Plan, since: datetime) -> Iterator[tuple[str, str]]:
    """What units told since of their registers: the code of each indicator that goes across such
    places, and who said that it is whole or not."""
    told = RegisterWord.objects.filter(county=was.county, recorded_at__gte=since)
    names = dict(plan.place_kinds.values_list("code", "name"))
    across = dict(plan.indicators.values_list("code", "across"))
    for word in told.filter(on__lte=was.month.last_day).select_related("unit"):
        whole = "已报全" if word.whole else "没有报全"
        text = f"{word.unit}报明{names.get(word.kind, word.kind)}登记册{whole}"
        yield from ((code, text) for code, words in across.items() if word.kind in kinds_in(words))


def mergers_since(was: Bulletin, plan: Plan, since: datetime) -> Iterator[tuple[str, str]]:
    """The villages that became part of others since, for each indicator that goes across them."""
    merged = Area.objects.within(was.county.code).filter(
        kind=AreaKind.VILLAGE, merged_at__gte=since, merged_on__lte=was.month.last_day
    )
    codes = list(plan.indicators.filter(across=AreaKind.VILLAGE).values_list("code", flat=True))
    for place in merged.select_related("merged_into", "parent"):
        text = f"{place.full_name}并入{place.merged_into}"
        yield from ((code, text) for code in codes)


def late_entries(was: Bulletin) -> list[tuple[Entry, str]]:
    """What was posted since for the months that the paper tells of, each with why."""
    posted = Entry.objects.filter(
        county=was.county, number__gt=was.plain.known, on__lte=was.month.last_day
    ).select_related("line__version__submission__unit", "line__version__submission__period")
    return [(entry, why(entry)) for entry in posted.order_by("number")]


def because(late: list[tuple[Entry, str]], others: Behind) -> list[str]:
    """Of what was posted since, why, as far as it makes other entries of a figure: what came in,
    and all that took its place one after the other."""
    began: dict[int, int] = {}  # id of an entry to that of the one in whose place it stands
    for entry, _ in late:
        before = entry.replaces_id or entry.pk
        began[entry.pk] = began.get(before, before)
    moved = {began[e.pk] for e, _ in late if {e.pk, e.replaces_id} & others.keys()}
    return [text for entry, text in late if began[entry.pk] in moved]


def why(entry: Entry) -> str:
    """Why an entry came late: the words of the correction, else what brought it."""
    if entry.after_close:
        return f"结账后补登（{entry.after_close}）"
    if entry.replaces_id and entry.note:
        return entry.note
    if entry.cause == Cause.REVERSED:
        return "撤销通过"
    if entry.line is None:
        return "补登"
    submission = entry.line.version.submission
    return f"{submission.unit}{submission.period or ''}审核通过后计入"


def rulings_since(plan: Plan, since: datetime) -> dict[str, str]:
    """By the code of an indicator the documents of what was ruled since about how it is
    counted."""
    ruled = Ruling.objects.of(plan).filter(recorded_at__gte=since).order_by("recorded_at")
    about = about_counting(plan)
    documents: dict[str, list[str]] = {}
    for subject, document in ruled.values_list("subject", "document_no"):
        for code in about.get(subject, ()):
            documents.setdefault(code, []).append(document)
    named = {code: "、".join(dict.fromkeys(filter(None, d))) for code, d in documents.items()}
    return {code: f"专班核定（{words}）" for code, words in named.items() if words}


def about_counting(plan: Plan) -> dict[str, list[str]]:
    """Subject of each question by whose answer figures are counted to the codes of these; what is
    out of use is counted or not in every stock."""
    found: dict[str, list[str]] = {}
    asked = plan.questions.exclude(subject__in=JUDGING).exclude(indicators=None)
    for subject, code in asked.values_list("subject", "indicators__code"):
        found.setdefault(subject, []).append(code)
    if STOPPED_COUNTS in found:
        found[STOPPED_COUNTS] = list(plan.indicators.values_list("code", flat=True))
    return found
