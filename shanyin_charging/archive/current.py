"""Whether program and database are of one release."""

from shanyin_charging.health.checks import Answer, Check, fault, fine
from shanyin_charging.release import VERSION

from . import schema
from .failures import Failure


def release() -> Answer:
    """Whether the database has come as far as the program, and no further."""
    try:
        schema.require_current()
    except Failure as failure:
        return fault(str(failure))
    return fine(f"程序是 {VERSION} 版，数据库也更新到了这一版")


CHECKS = (Check("release", "版本", release, tries=True),)
