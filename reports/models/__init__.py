"""What the office issues: bulletins, and notices of supervision."""
from .bulletins import Bulletin, BulletinFile, BulletinState, Opening
from .supervision import Level, NoticeFile, NoticeState, NoticeStep, SupervisionNotice

__all__ = ["Bulletin", "BulletinFile", "BulletinState", "Level", "NoticeFile", "NoticeState", "NoticeStep", "Opening",
           "SupervisionNotice"]
