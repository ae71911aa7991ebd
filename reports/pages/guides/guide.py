"""What a guide is made of, and the answers that several roles are given."""

from dataclasses import dataclass

FIGURE = "/figures/"


@dataclass(frozen=True)
class Task:
    """Something that people do: its steps, the addresses of its pages, and its picture."""

    title: str
    steps: tuple[str, ...]
    pages: tuple[str, ...] = ("/",)  # FIGURE is any that a page of them shows
    picture: str = ""  # a file of static/help, made by tests/pictures.py


@dataclass(frozen=True)
class Guide:
    """The help of one role, with what is often asked."""

    name: str
    tasks: tuple[Task, ...]
    questions: tuple[tuple[str, str], ...] = ()


SIGN_IN = (
    "忘了密码怎么办？",
    "请系统管理员重置，重置后第一次登录要改成自己的密码。连续输错5次，账号锁15分钟。",
)
ORIGIN = (
    "页面上的数字从哪里来？",
    "带虚线的数字都能点开，看到口径、算式、依据的条款和逐笔台账。",
)
KEPT = (
    "填到一半掉线、登录过期，内容会丢吗？",
    "不会。已加入的每一条都在草稿里；没加入的一条，重新登录后还在原处。",
)
