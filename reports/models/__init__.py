"""What the office issues: bulletins, and notices of supervision."""
from .bulletins import Bulletin, BulletinFile, BulletinState, Opening
from .supervision import Level, NoticeFile, NoticeOpening, NoticeState, NoticeStep, SupervisionNotice, Talk

__all__ = ["Bulletin", "BulletinFile", "BulletinState", "Level", "NoticeFile", "NoticeOpening", "NoticeState",
           "NoticeStep", "Opening", "SupervisionNotice", "Talk"]
