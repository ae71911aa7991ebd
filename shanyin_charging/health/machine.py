"""What the machine must give: a database that can be written, room on its disk, an address, and a
timer that runs."""

import hmac
import secrets
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error as DatabaseFault
from django.db import connection, transaction

from shanyin_charging import clock, dates, faults

from . import rounds
from .checks import Answer, Check, fault, fine, mind
from .models import Remembered

TIGHT, FULL = 2 << 30, 300 << 20  # bytes left on a disk: to be seen to, too little to work
KEY = "key"  # under which it is remembered with which one the portal signs
NO_ANSWER = "数据库连不上；请检查数据库服务是否在运行、DATABASE_URL 是否写对"
UNWRITABLE = "数据库或者文件夹写不进；请检查磁盘是否已满，DATA_DIR 是否归运行平台的账户"
LATE = timedelta(minutes=30)  # of a timer that runs every ten minutes


def database() -> Answer:
    """Whether it answers, and is the portal's."""
    try:
        Remembered.objects.exists()
    except DatabaseFault as wrong:
        return fault(faults.said_of(wrong) or NO_ANSWER)
    return fine(f"数据库连得上（{connection.display_name}）")


def write() -> Answer:
    """Whether the database and the folder of files can be written; nothing of it stays."""
    try:
        with transaction.atomic():
            session = apps.get_model("sessions", "Session")(session_key=secrets.token_hex(16))
            session.expire_date = clock.now()
            session.save(force_insert=True)
            transaction.set_rollback(True)
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"x")
        if settings.S3_BUCKET:
            default_storage.delete(default_storage.save("probe", ContentFile(b"x")))
    except (DatabaseFault, OSError) as wrong:
        return fault(faults.said_of(wrong) or UNWRITABLE)
    return fine("数据库和文件夹都写得进")


def disk() -> Answer:
    """How much is left where the portal writes, files and archives."""
    places = {Path(settings.DATA_DIR), _there(Path(settings.BACKUP_DIR))}
    free, place = min((shutil.disk_usage(place).free, place) for place in places)
    said = f"{place} 所在磁盘还剩{free >> 20}兆"
    if free < FULL:
        return fault(f"{said}，写不下了；请马上腾出空间")
    return mind(f"{said}，快满了；请腾出空间或者扩容") if free < TIGHT else fine(said)


def timer() -> Answer:
    """Whether somebody makes the rounds, and whether each job of the last one was done."""
    last = rounds.last()
    if last is None:
        return mind("定时任务还没有运行过：不会自动开期、提醒和备份；请启用定时器（见运维手册）")
    if clock.now() - last.at > LATE:
        return mind(
            f"定时任务从{dates.moment(last.at)}起没有再运行：不会自动开期、提醒和备份；"
            "请检查定时器（见运维手册“出了事先看这里”）"
        )
    if last.faults:
        told = "；".join(f"{name}：{said}" for name, said in last.faults.items())
        return mind(f"定时任务有没有办成的：{told}")
    return fine(f"定时任务上次运行于{dates.moment(last.at)}")


def key() -> Answer:
    """Whether this host signs with the same key as the one that was brought up last."""
    if Remembered.told(KEY) not in (None, _mark_of_key()):
        return fault(
            "这台机器的密钥和别的机器不一样，大家会不停地被退出登录；"
            "请在每台机器的设置里写同一个 SECRET_KEY，再重启"
        )
    return fine("密钥和别的机器一样")


def keep_key() -> None:
    """Let every host know with which key this one signs: not the key, and nothing that tells it."""
    Remembered.keep(KEY, _mark_of_key())


def _mark_of_key() -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), b"which key", "sha256").hex()[:32]


def _there(path: Path) -> Path:
    return path if path.exists() else _there(path.parent)


CHECKS = (
    Check("database", "数据库", database),
    Check("write", "写入", write, tries=True),
    Check("disk", "磁盘", disk),
    Check("key", "密钥", key, real=True),
    Check("timer", "定时任务", timer, real=True),
)
