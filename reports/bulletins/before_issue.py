"""What should be known before a bulletin is issued, and the proof of having seen it."""

import hashlib

from reports.bulletins import arranging, fair_naming, numbering
from reports.bulletins.comparing import warnings
from reports.models import Bulletin
from shanyin_charging.lifecycle.decisions import YES, Decision, no
from shanyin_charging.lifecycle.seen import stamp
from targets.models import Plan
from targets.plan import queries


def told(bulletin: Bulletin) -> list[str]:
    """What should be known before the bulletin is issued, a sentence each; nothing once it is."""
    if bulletin.is_issued:
        return []
    if not (decision := of_its_plan(bulletin)):
        return [decision.reason]
    return [
        *warnings(bulletin),
        *fair_naming.warnings(bulletin),
        *arranging.warnings(bulletin),
        *numbering.warnings(bulletin),
    ]


def of_its_plan(bulletin: Bulletin) -> Decision:
    """Whether the month is judged by the plan that the draft was composed by: the next one may
    have come into force meanwhile. Drafts that name none are of the time of the first."""
    plans = sorted(Plan.objects.served(), key=lambda plan: plan.holds_from)
    plan = queries.plan_for(bulletin.month, plans)
    if (bulletin.whole.plan or plans[0].code) == plan.code:
        return YES
    return no(
        f"{bulletin.month.label}现在按{plan.document_no}评价，这份草稿是照原来的方案起草的；"
        "请拟稿人“重新取数”以后再签发"
    )


def digest_of(sentences: list[str]) -> str:
    """What stands for having seen these sentences and no others, in hexadecimal."""
    return hashlib.sha256("\n".join(sentences).encode()).hexdigest()


def seen_of(bulletin: Bulletin) -> str:
    """The stamp of what is signed: the bulletin, and what the units that it names were told and
    have said."""
    said = bulletin.namings.order_by("pk").values_list("pk", "told_at", "stated_at")
    return stamp(bulletin.stamp, list(said))


def has_seen(bulletin: Bulletin, seen: str) -> Decision:
    """Whether `seen` is the proof of having seen all that is to be known now."""
    sentences = told(bulletin)
    if sentences and seen != digest_of(sentences):
        return no("签发前请先看过下面的提示，勾选“已逐条看过”再签发")
    return YES
