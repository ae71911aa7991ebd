"""What the machine, its database or the command line says in English, as a Chinese sentence: what
is wrong, and what to do."""

import errno
import re

from django.db import DatabaseError, OperationalError

from shanyin_charging.stored import StoreAway

OF_THE_MACHINE = {
    errno.ENOSPC: "磁盘已满；请腾出空间",
    errno.EDQUOT: "磁盘配额已满；请腾出空间",
    errno.EROFS: "磁盘是只读的；请检查磁盘",
    errno.EACCES: "没有权限；请检查文件夹是否归运行平台的账户",
    errno.EPERM: "没有权限；请检查文件夹是否归运行平台的账户",
}
OF_A_PATH = {
    errno.ENOENT: "没有这个文件或文件夹；请检查写的路径",
    errno.EISDIR: "这是文件夹，不是文件；请写到文件名",
    errno.ENOTDIR: "路径中间有一段不是文件夹；请检查写的路径",
    errno.EEXIST: "已经有了，没有动它；请换一个名字",
    errno.ENAMETOOLONG: "路径太长；请换短一些的",
    errno.EIO: "磁盘读写出错；请检查磁盘",
}
OF_THE_DATABASE = (
    (
        ("no such table", "no such column", "does not exist"),
        "数据库里还没有要用的表或库；第一次请先运行 bring_up，否则检查 DATA_DIR、DATABASE_URL",
    ),
    (("disk is full",), "磁盘已满；请腾出空间"),
    (("readonly", "read-only", "unable to open"), "数据库写不进；请检查 DATA_DIR 的权限和磁盘"),
    (("locked",), "数据库一直被别的程序占着；请稍后再试"),
    (("not a database", "disk image is malformed"), "数据库文件坏了，或者不是数据库；请从备份恢复"),
    (
        ("authentication failed",),
        "数据库不认账户或密码；请检查 DATABASE_URL，密码里的 @ 写成 %40，# 写成 %23",
    ),
)
OF_ARGUMENTS = (  # what argparse says, and what is said instead
    (r"the following arguments are required: (.+)", r"少写了 \1"),
    (r"unrecognized arguments: (.+)", r"不认得 \1"),
    (r"argument (.+): expected .*argument.*", r"\1 后面要写一项"),
    (r"argument (.+): invalid choice: (.+?) \(choose from (.+)\)", r"\1 不能是 \2，可以是 \3"),
    (r"argument (.+): invalid \w+ value: (.+)", r"\1 不能是 \2"),
    (r"argument (.+): ignored explicit argument (.+)", r"\1 后面不能写 \2"),
    (r"argument (.+): not allowed with argument (.+)", r"\1 和 \2 不能一起写"),
    (r"ambiguous option: (.+) could match (.+)", r"\1 分不清是哪一项：\2"),
)


def said_of(wrong: Exception) -> str:
    """The sentence; empty for what is no fault of the machine."""
    if isinstance(wrong, OSError):
        return of_system(wrong)
    return of_database(wrong) if isinstance(wrong, DatabaseError) else ""


def of_system(wrong: OSError) -> str:
    """Of a file, the disk or the store of files; empty for what is no fault of theirs."""
    if isinstance(wrong, StoreAway):
        return f"存放文件的服务没有回应；请检查 S3_ENDPOINT、账户和那台服务器（{wrong.strerror}）"
    said = OF_THE_MACHINE.get(wrong.errno or 0, "")
    if wrong.filename is not None:
        said = said or OF_A_PATH.get(wrong.errno or 0, "")
        return f"{said}（{wrong.filename}）" if said else ""
    return said


def of_database(wrong: DatabaseError) -> str:
    """Of the database; empty for what a program asked wrongly."""
    text = str(wrong)
    for marks, said in OF_THE_DATABASE:
        if any(mark in text for mark in marks):
            return said
    if not isinstance(wrong, OperationalError):
        return ""
    why = " ".join(text.split())
    return f"数据库连不上；请检查数据库服务是否在运行、DATABASE_URL 是否写对（{why}）"


def of_arguments(command: str, wrong: str) -> str:
    """Of what stands after a command."""
    found = ((re.fullmatch(pattern, wrong), words) for pattern, words in OF_ARGUMENTS)
    said = next((match.expand(words) for match, words in found if match), "写得不对")
    return f"{command} {said}；manage.py help {command} 列出怎么写"
