"""What a notice of supervision begins with: a proposal, a figure, or nothing."""

from collections.abc import Mapping
from datetime import date
from typing import NotRequired, TypedDict

from ledger.periods import working_days
from reports.figures import formats
from reports.figures.reading import figure_at
from reports.models import Level
from reports.supervision import following_up, ladder, subjects
from shanyin_charging import clock
from targets.models import Unit

DAYS = {
    Level.BLUE: 10,
    Level.YELLOW: 7,
    Level.RED: 5,
}  # working days to settle a matter, as the form suggests


REQUIREMENTS = {
    ladder.RETURNS: "立即补报所欠月报，说明未按时报送的原因，明确今后按时报送的责任人。",
    ladder.PROGRESS: (
        "对照参考计划倒排工期，列出逐处投运时间，赶上序时进度；有困难的说明原因和需要协调的事项。"
    ),
}


class Shown(TypedDict):
    """What a figure gives to a notice that is opened from it."""

    figure_key: str
    topic: str
    lead: int | str  # the unit's id; empty for none
    figure_text: str
    source: str


class Start(Shown):
    """What a notice begins with."""

    level: str
    matter: str
    requirements: str
    due_on: NotRequired[date]  # by its level, once that is known


def start_of(data: Mapping[str, str]) -> Start:
    """What a notice begins with: a proposal's words, a figure's, or nothing; the figure is read
    anew and frozen. Raises ValueError or KeyError for a key of no figure."""
    unit, topic, key = (
        data.get("unit", ""),
        data.get("topic", ""),
        data.get("figure_key", "") or data.get("figure", ""),
    )
    given: Start = {
        "topic": topic[:40],
        "figure_key": "",
        "figure_text": "",
        "level": Level.BLUE,
        "lead": "",
        "source": "",
        "matter": "",
        "requirements": "",
    }
    if topic and (lead := Unit.objects.served().filter(code=unit).first()):
        proposed, rule = following_up.proposals()
        if found := next(
            (p for p in proposed if (p.unit, p.topic) == (unit, topic) and p.opens_notice), None
        ):
            given = {
                **given,
                "level": found.step,
                "lead": lead.pk,
                "matter": found.matter,
                "figure_key": found.key,
                "figure_text": found.text,
                "requirements": REQUIREMENTS[topic],
                "source": f"{found.reason}（{rule.words}）"[:300],
            }
    if key and not given["figure_key"]:
        given = {**given, **of_figure(key)}
    given["topic"] = given["topic"] or f"other{clock.now():%y%m%d%H%M%S%f}"
    given["due_on"] = working_days.after(clock.today(), DAYS[Level(given["level"])])
    return given


def of_figure(key: str) -> Shown:
    """A figure as it is now, for a notice that is opened from it."""
    found = subjects.of_figure(*figure_at(key))
    return {
        "figure_key": found.about.removeprefix("figure:"),
        "topic": subjects.topic_of_figure(key),
        "lead": found.unit.pk if found.unit else "",
        "figure_text": found.text,
        "source": f"数字 {key}",
    }


def now_of(key: str) -> str:
    """What the figure that a notice was opened for is now."""
    return formats.text(figure_at(key)[1]) if key else ""
