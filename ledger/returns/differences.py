"""What a version of a return changed, against the version before and against the month before."""

from dataclasses import dataclass

from ledger.lines import alike
from ledger.lines.readback import Readback
from ledger.models import LineKind, Submission, Version


@dataclass(frozen=True)
class Change:
    """One difference between two versions of a return."""

    word: str  # 新加, 改为, 删去
    sentence: str
    before: str = ""


def changes(before: Version, after: Version) -> list[Change]:
    """What a version changed against an earlier one, line by line; lines are known by their key."""
    old, new = ({line.key: line for line in version.lines.all()} for version in (before, after))
    plan = after.submission.period.plan
    sentence = Readback([*old.values(), *new.values()], plan).sentence
    found = [Change("删去", sentence(old[key])) for key in old if key not in new]
    for key, line in new.items():
        if key not in old:
            found.append(Change("新加", sentence(line)))
        elif not alike(old[key].values, line.values):
            found.append(Change("改为", sentence(line), before=sentence(old[key])))
    return found


# what a reviewer compares with the month before: (name, unit, kind of line, how much a line adds)
COMPARED = (
    ("新增公共桩", "台", LineKind.ADDED, lambda v: (v["dc"] + v["ac"]) if v["public"] else 0),
    (
        "新增专用桩",
        "台",
        LineKind.ADDED,
        lambda v: 0 if v["public"] or v.get("private") else v["dc"] + v["ac"],
    ),
    ("新增私人桩", "台", LineKind.ADDED, lambda v: v["dc"] + v["ac"] if v.get("private") else 0),
    ("拆除桩", "台", LineKind.REMOVED, lambda v: v["dc"] + v["ac"]),
    ("停用桩", "台", LineKind.STOPPED, lambda v: v["dc"] + v["ac"]),
    ("专用桩对外开放", "台", LineKind.OPENED, lambda v: v["dc"] + v["ac"]),
    ("登记场所", "处", LineKind.SITE, lambda v: 1),
    ("试点进展", "项", LineKind.PILOT, lambda v: 1),
    ("换电站投运", "座", LineKind.SWAP, lambda v: int(v["event"] == "opened")),
    ("电动汽车", "辆", LineKind.VEHICLES, lambda v: v["bev"] + v["phev"]),
)


def amounts(version: Version) -> dict[str, int]:
    """The name of each thing that reviewers compare to how much of it a version reports."""
    lines = list(version.lines.all())
    return {
        name: sum(add(line.values) for line in lines if line.kind == kind and line.values)
        for name, _, kind, add in COMPARED
    }


def compared(submission: Submission, version: Version) -> list[tuple[str, str, int, int | None]]:
    """(name, unit, this period, the period before or None without a return for it) of all that is
    not zero in both."""
    before = (
        Submission.objects.filter(
            unit=submission.unit,
            kind=submission.kind,
            period__ends_on__lt=submission.period.starts_on,
            versions__submitted_at__isnull=False,
        )
        .order_by("-period__ends_on")
        .first()
    )
    last = before.versions.filter(submitted_at__isnull=False).last() if before else None
    now, then = amounts(version), amounts(last) if last else {}
    return [
        (name, unit, now[name], then.get(name))
        for name, unit, *_ in COMPARED
        if now[name] or then.get(name)
    ]
