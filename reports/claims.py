"""What README says of the portal, and how each claim is shown on the portal as it stands, which it
does not change."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, models, transaction

from ledger.models import Entry
from reports.figures import reading
from reports.models import Bulletin, BulletinFile
from reports.press import fonts, markup
from shanyin_charging import clock
from shanyin_charging.archive import standing
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event
from targets.management.commands.load_plan import SHIPPED
from targets.models import Unit
from targets.months import Month
from targets.plan import folder, queries
from targets.plan.loading import Loader

README = settings.ROOT / "README.md"
MEMBERS = re.compile(r"(\d+)家成员单位")  # as README says it


@dataclass(frozen=True)
class Claim:
    """README's own words, how they are shown, and what speaks against them: a sentence each."""

    words: str
    shown_by: str
    against: Callable[[], Iterator[str]]


def plan_is_data() -> Iterator[str]:
    """What loading the shipped plan again would change, and sums of its own that do not hold."""
    loader = Loader(folder.read(SHIPPED))
    with transaction.atomic():
        plan = loader.load()
        yield from (f"{name}有{n}处与方案不同" for name, n in sorted(loader.changes.items()))
        yield from (str(check) for check in queries.sums(plan) if not check.acceptable)
        transaction.set_rollback(True)


def members_are_there() -> Iterator[str]:
    """The units that hand in returns under the plan in force, if they are not as many as said."""
    plan = queries.plan_for(Month.of(clock.today()))
    said = MEMBERS.search(README.read_text(encoding="utf-8"))
    found = Unit.objects.members(plan).count()
    if said is None or int(said[1]) != found:
        yield f"成员单位有{found}家"


def ledger_only_grows() -> Iterator[str]:
    """Rows that the database lets somebody change or delete: of the ledger, of the journal and of
    what was issued. What is tried is taken back."""
    for model in (Entry, Event, Bulletin, BulletinFile):
        rows = model._default_manager.all()
        if model is Bulletin:
            rows = Bulletin.objects.issued()
        if (first := rows.first()) is not None:
            one = model._default_manager.filter(pk=first.pk)
            tries: tuple[tuple[str, Callable[[], object]], ...] = (
                ("改", lambda one=one: one.update(id=models.F("id"))),  # type: ignore[misc]
                ("删", lambda one=one: one._raw_delete("default")),  # type: ignore[misc]
            )
            yield from (
                f"{model._meta.verbose_name}可以{word}" for word, change in tries if done(change)
            )


def done(change: Callable[[], object]) -> bool:
    """Whether the database takes a change; it is undone."""
    try:
        with transaction.atomic():
            change()
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def all_adds_up() -> Iterator[str]:
    """What is wrong with the journal's chain, the balances or the stored files."""
    yield from standing.faults()


def figures_lead_to_their_source() -> Iterator[str]:
    """Figures of this month that their own keys do not lead to."""
    r = reading.read(Month.of(clock.today()))
    for code in r.indicators:
        figure = r.figure(code)
        _, found = reading.figure_at(figure.key)
        if (found.value, found.counted) != (figure.value, figure.counted):
            yield f"{figure.name}：点开是另一个数"


def fonts_are_whole() -> Iterator[str]:
    """What is wrong with the font kit."""
    if fault := fonts.fault():
        yield fault


def demo_is_said() -> Iterator[str]:
    """Issued papers of a demo that do not say so, and a real one's that do."""
    for bulletin in Bulletin.objects.issued():
        if ("演示数据" in markup.html(bulletin.plain)) != settings.DEMO:
            yield f"{bulletin.number}没有标对"


def kind_is_settled() -> Iterator[str]:
    """Whether the database is of the other kind than it is served as."""
    first = Event.objects.filter(number=0).first()
    expected = journal.DEMO if settings.DEMO else journal.REAL
    if first and first.detail.get("kind", expected) != expected:
        yield "演示库和正式库弄混了"


CLAIMS = (
    Claim("It loads the published plan as data", "再载入一遍方案，没有变化", plan_is_data),
    Claim(
        "collects each member unit's monthly return", "成员单位和说明上一样多", members_are_there
    ),
    Claim("an append-only ledger", "试改、试删一行，数据库都拒绝", ledger_only_grows),
    Claim(
        "computes progress, coverage and pile-to-vehicle ratios from it",
        "日志的摘要链、余额、文件的摘要都对得上",
        all_adds_up,
    ),
    Claim("每个数字都能点开", "本月各指标点开都是同一个数", figures_lead_to_their_source),
    Claim("cut the bulletins' fonts", "字库的摘要和制作时一致", fonts_are_whole),
    Claim("Every page and file says 演示数据", "印发的通报逐份看过", demo_is_said),
    Claim("A demo database refuses to serve as a real one", "建库时的记录", kind_is_settled),
)
REPRODUCIBLE = "An issued bulletin can be set again from the ledger of its day, byte for byte"
