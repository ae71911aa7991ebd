"""Periods, what was typed, and what was posted."""

from .attachments import Attachment
from .balances import Balance
from .construction import Construction, ConstructionWord, End, Stage
from .entries import Cause, Declaration, Entry, Placing, RegisterWord, Renaming, Site
from .obstacles import Obstacle
from .periods import LateGrant, Ledger, Period, PeriodKind
from .points import Point
from .reminders import Delivery, Outcome, Reminder
from .submissions import Confirmation, Kind, Line, LineKind, Remark, State, Submission, Version
from .uploads import ListRow, ListShape, Upload

__all__ = [
    "Attachment",
    "Balance",
    "Cause",
    "Confirmation",
    "Construction",
    "ConstructionWord",
    "Declaration",
    "Delivery",
    "End",
    "Entry",
    "Kind",
    "LateGrant",
    "Ledger",
    "Line",
    "LineKind",
    "ListRow",
    "ListShape",
    "Obstacle",
    "Outcome",
    "Period",
    "PeriodKind",
    "Placing",
    "Point",
    "Remark",
    "RegisterWord",
    "Reminder",
    "Renaming",
    "Site",
    "Stage",
    "State",
    "Submission",
    "Upload",
    "Version",
]
