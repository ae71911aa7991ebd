"""The plan, places, units, aims and what the office decided."""

from .aims import (
    Direction,
    Form,
    Indicator,
    Part,
    Strength,
    Target,
    TargetForm,
    Window,
    kinds_in,
)
from .editions import Edition
from .intake import Intake
from .kinds import PlaceKind
from .letterheads import Letterhead
from .owned import OwnedQuerySet
from .places import DIGITS, Area, AreaKind
from .plan import BASELINE, Clause, Discrepancy, Plan, begun, holding, plans_served
from .rulings import Question, Ruling, is_of_the_county
from .units import Alias, Appointment, Duty, Holder, Membership, Post, Unit, UnitKind

__all__ = [
    "Alias",
    "Appointment",
    "Area",
    "AreaKind",
    "BASELINE",
    "Clause",
    "DIGITS",
    "Direction",
    "Discrepancy",
    "Duty",
    "Edition",
    "Form",
    "Holder",
    "Indicator",
    "Letterhead",
    "Intake",
    "Membership",
    "OwnedQuerySet",
    "Part",
    "PlaceKind",
    "Plan",
    "Post",
    "Question",
    "Ruling",
    "Strength",
    "Target",
    "TargetForm",
    "Unit",
    "UnitKind",
    "Window",
    "begun",
    "holding",
    "is_of_the_county",
    "kinds_in",
    "plans_served",
]
