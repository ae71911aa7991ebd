"""What a notice of supervision says, for the journal and for who decides on it."""

from reports.models import SupervisionNotice
from shanyin_charging.lifecycle.seen import stamp

CHANGING = (
    *("state", "level", "matter", "requirements", "source", "due_on", "asked_due_on"),
    *("number", "approver", "assigned_at", "criticised_on", "talk"),
)


def told(notice: SupervisionNotice) -> dict:
    """All of a notice that a verb may change, for the journal."""
    fields = {name: getattr(notice, name) for name in CHANGING}
    fields |= {
        name: value.isoformat() for name, value in fields.items() if hasattr(value, "isoformat")
    }
    people = {
        name: str(getattr(notice, name) or "") for name in ("lead", "settled_by", "closed_by")
    }
    return {**fields, **people, "supports": [unit.name for unit in notice.supports.all()]}


def seen_of(notice: SupervisionNotice) -> str:
    """The stamp of a notice: all that a verb may change, and its last step."""
    return stamp(told(notice), notice.steps.order_by("pk").values_list("pk", flat=True).last())


def difference(was: dict, now: dict) -> tuple[dict, dict]:
    """What differs, as it was and as it is."""
    names = [name for name in was if was[name] != now[name]]
    return {name: was[name] for name in names}, {name: now[name] for name in names}
