"""Bring the portal up and serve it, in one process from which the workers are forked warm."""

import socket
import threading
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication
from gunicorn.util import parse_address

from reports.press import pdf

NEXT = {  # what comes next, of a demo and of a portal of one's own
    True: "登录页列有各角色的账号，密码也在那里",
    False: "用 admin 登录，按“上线准备”一项一项办",
}
APPLICATION = "shanyin_charging.wsgi.application"
OPTIONS = {
    **{"workers": 2, "threads": 4, "worker_class": "shanyin_charging.patience.PatientWorker"},
    **{"preload_app": True, "proc_name": "portal"},
    "control_socket_disable": True,  # it would be one for all portals of a user
}


def warm(_worker: Any) -> None:
    """Let a new worker read what the press needs, beside the first pages."""
    threading.Thread(target=pdf.warm, daemon=True).start()


class Portal(BaseApplication):
    """The portal as gunicorn runs it."""

    def __init__(self, bind: str) -> None:
        self.bind = bind
        super().__init__()

    def load_config(self) -> None:
        """Where it listens, and with how many workers."""
        for name, value in {**OPTIONS, "bind": self.bind, "post_worker_init": warm}.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, with all its pages."""
        return import_string(APPLICATION)


class Command(BaseCommand):
    """What `./run.sh` ends with."""

    help = "上线并提供服务：先做 bring_up，再检查，再开始服务"
    requires_system_checks = []  # after the database is up to date

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and what is said to `bring_up`."""
        parser.add_argument("--bind", default="127.0.0.1:8000", help="地址和端口")
        parser.add_argument("--first-month", default="", help="起报月份，如 2025-01")

    def handle(self, bind: str, first_month: str, **options: Any) -> None:
        """Serve until it is ended. Raises CommandError for what is no address."""
        require_address(bind)
        call_command("bring_up", first_month=first_month, stdout=self.stdout, stderr=self.stderr)
        self.check()
        self.stdout.write(f"服务地址 http://{bind}（Ctrl-C 停止）；{NEXT[settings.DEMO]}")
        self.stdout.flush()
        Portal(bind).run()


def require_address(bind: str) -> None:
    """Raise CommandError for an address that this machine does not know."""
    try:
        address = parse_address(bind)
        if isinstance(address, tuple):
            socket.getaddrinfo(*address)
    except (OSError, RuntimeError, OverflowError):
        raise CommandError(
            f"“{bind}”不是这台机器上的地址和端口；请写成 127.0.0.1:8000 这样"
        ) from None
