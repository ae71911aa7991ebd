"""What the environment says, read and examined: what cannot be meant is told in one Chinese
sentence, with how to mend it."""

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

PATIENCE = 20  # seconds to wait for what others hold in the database
LENGTH, VARIETY = 50, 8  # characters of a key, and how many different ones at least
HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:.]+\]")
# A lock that others hold is waited for as long as on SQLite; without this, for ever.
# A host that falls silent is let go within half a minute by either side: by the client, which then
# finds the next server, and by the server, which would keep its locks for two hours.
# What is asked is of one county, a hundredth of what is stored, and mostly in memory: to start
# helping processes, to compile, or to read a whole table costs more than going by its index.
POSTGRESQL = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
    "options": " ".join(
        f"-c {name}"
        for name in (
            f"lock_timeout={PATIENCE}s",
            "tcp_keepalives_idle=10",
            "tcp_keepalives_interval=5",
            "tcp_keepalives_count=3",
            "tcp_user_timeout=30000",
            "max_parallel_workers_per_gather=0",
            "jit=off",
            "random_page_cost=1.1",
        )
    ),
}
ENGINES = ("postgres", "postgresql", "sqlite")
ESCAPES = "密码里的 @ 写成 %40，# 写成 %23，/ 写成 %2F，: 写成 %3A"


def switch(name: str) -> bool:
    """An on/off variable: 1 or 0, off when unset."""
    value = os.environ.get(name, "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} 只能是 0 或 1，不能是“{value}”")
    return value == "1"


def instant(name: str) -> datetime | None:
    """A moment as ISO text; None when unset."""
    value = os.environ.get(name)
    try:
        return datetime.fromisoformat(value) if value else None
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} 要像 2025-12-10T09:00:00+08:00，不能是“{value}”"
        ) from None


def whole_number(name: str) -> int:
    """A number of 0 and more; 0 when unset."""
    value = os.environ.get(name, "0")
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"{name} 要是 0、1 这样的数，不能是“{value}”")
    return int(value)


def secret_key(folder: Path) -> str:
    """The key that signs, of the variable or the folder's file, which only its owner may read."""
    key, file = os.environ.get("SECRET_KEY", ""), folder / "secret_key"
    if not key and file.exists():
        if file.stat().st_mode & 0o077:
            raise ImproperlyConfigured(f"别的账户也读得到密钥；请运行 chmod 600 {file}")
        key = file.read_text().strip()
    if len(key) < LENGTH or len(set(key)) < VARIETY:
        raise ImproperlyConfigured(
            f"没有密钥，或者太弱（要{LENGTH}个以上随机字符）；用 ./run.sh 启动会自动生成，"
            "也可以自己设 SECRET_KEY"
        )
    return key


def one_of(name: str, *words: str) -> str:
    """One of these words; the first when unset."""
    if (value := os.environ.get(name) or words[0]) not in words:
        meant = "、".join(filter(None, words))
        raise ImproperlyConfigured(f"{name} 只能是 {meant}，或者不设，不能是“{value}”")
    return value


def hosts(name: str, usual: str) -> list[str]:
    """The names under which the portal is asked for, apart by commas."""
    told = [host.strip() for host in os.environ.get(name, usual).split(",")]
    if odd := [host for host in told if not HOST.fullmatch(host)]:
        raise ImproperlyConfigured(
            f"{name} 里的“{odd[0]}”不是主机名；写全主机名，几个之间用逗号隔开，"
            "不写 http://、端口和 *，如 charging.example.gov.cn,127.0.0.1"
        )
    return told


def database(usual: Path) -> dict[str, Any]:
    """The database of DATABASE_URL; an SQLite file where it is not set."""
    url = os.environ.get("DATABASE_URL", f"sqlite:///{usual}")
    kind, _, rest = url.partition("://")
    if kind not in ENGINES:
        raise ImproperlyConfigured(
            "DATABASE_URL 要像 postgres://账户:密码@主机:5432/库名；用自带的数据库就不要设它"
        )
    if "#" in url or rest.partition("?")[0].count("@") > 1:
        raise ImproperlyConfigured(f"DATABASE_URL 里有没转写的字符：{ESCAPES}")
    try:
        urlsplit(url).port  # noqa: B018 - examined by asking
        told = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except ValueError:
        raise ImproperlyConfigured(f"DATABASE_URL 的端口读不懂；{ESCAPES}") from None
    if not told["NAME"]:
        raise ImproperlyConfigured("DATABASE_URL 没有写库名，要像 postgres://账户:密码@主机/库名")
    if kind != "sqlite":
        asked = told.get("OPTIONS", {})
        options = " ".join(filter(None, (POSTGRESQL["options"], asked.get("options"))))
        told["OPTIONS"] = {**POSTGRESQL, **asked, "options": options}
    return dict(told)
