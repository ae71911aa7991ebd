"""What the office issues, bulletins, notices of supervision, packs of meetings, what units ask of
it, and what it found at their sites."""

from .announcements import Announcement, AnnouncementFile, AnnouncementState, Receipt
from .bulletins import Bulletin, BulletinFile, BulletinState, Opening
from .checks import (
    CheckPicture,
    Finding,
    FindingKind,
    FindingState,
    FindingStep,
    Round,
    Visit,
    VisitCorrection,
)
from .instructions import Instruction, InstructionState, InstructionStep
from .matters import Matter, MatterState, MatterStep
from .meetings import Meeting, MeetingState, Pack, PackFile
from .naming import Naming
from .scans import StampedScan
from .standing import StandingText
from .suggestions import Suggestion
from .supervision import (
    Level,
    NoticeFile,
    NoticeOpening,
    NoticeState,
    NoticeStep,
    SupervisionNotice,
    Talk,
)

__all__ = [
    "Announcement",
    "AnnouncementFile",
    "AnnouncementState",
    "Bulletin",
    "BulletinFile",
    "BulletinState",
    "CheckPicture",
    "Finding",
    "FindingKind",
    "FindingState",
    "FindingStep",
    "Instruction",
    "InstructionState",
    "InstructionStep",
    "Level",
    "Matter",
    "MatterState",
    "MatterStep",
    "Meeting",
    "MeetingState",
    "Naming",
    "NoticeFile",
    "NoticeOpening",
    "NoticeState",
    "NoticeStep",
    "Opening",
    "Pack",
    "PackFile",
    "Receipt",
    "Round",
    "StampedScan",
    "StandingText",
    "Suggestion",
    "SupervisionNotice",
    "Talk",
    "Visit",
    "VisitCorrection",
]
