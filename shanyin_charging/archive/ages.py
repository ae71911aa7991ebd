"""Whether there are archives, how old the newest is, and whether it was seen to come back."""

from datetime import timedelta

from shanyin_charging import clock, dates
from shanyin_charging.health.checks import Answer, Check, fine, mind

from . import drilling, kept

A_DAY_AND_A_BIT = timedelta(hours=26)  # of archives that are made each night
A_WEEK_AND_A_BIT = timedelta(days=8)
A_MONTH_AND_A_BIT = timedelta(days=35)  # where somebody has to bring the key
AFTER_A_FAILURE = (
    "请马上另备份一份（manage.py backup），坏的那份移走，检查那块盘，再演练一次（manage.py drill）"
)


def backup() -> Answer:
    """The age of the newest archive."""
    if (newest := kept.newest()) is None:
        return mind(f"{kept.folder()} 里还没有备份；请启用定时任务，或运行 manage.py backup")
    said = f"最近一次备份于{dates.moment(newest[0])}"
    if clock.now() - newest[0] > A_DAY_AND_A_BIT:
        return mind(f"{said}，已超过26小时；请检查定时任务、磁盘和 {kept.folder()} 的权限")
    return fine(said)


def drill() -> Answer:
    """How the last drill went, and when."""
    held = drilling.last()
    if not (opens := drilling.opens()) and held is None:
        return mind("备份是加密的，机器上没有私钥：请带私钥来演练，manage.py drill --key 私钥文件")
    if held is None:
        return mind("还没有演练过恢复；定时任务每周演练，也可运行 manage.py drill")
    said = f"{dates.moment(held.at)}演练恢复"
    if held.after and held.after["faults"]:
        return mind(f"{said}没有成功：{held.after['faults']}。{AFTER_A_FAILURE}")
    if not opens and clock.now() - held.at > A_MONTH_AND_A_BIT:
        return mind(f"上次{said}，已超过一个月；请带私钥来演练，manage.py drill --key 私钥文件")
    if opens and clock.now() - held.at > A_WEEK_AND_A_BIT:
        return mind(f"上次{said}，已超过一周；请检查定时任务，也可运行 manage.py drill")
    return fine(f"{said}成功")


CHECKS = (
    Check("backup", "备份", backup, real=True),
    Check("drill", "恢复演练", drill, real=True),
)
