"""What the office issues, bulletins, notices of supervision, packs of meetings, and what units ask
of it."""

from .announcements import Announcement, AnnouncementFile, AnnouncementState, Receipt
from .bulletins import Bulletin, BulletinFile, BulletinState, Opening
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
    "StampedScan",
    "StandingText",
    "Suggestion",
    "SupervisionNotice",
    "Talk",
]
