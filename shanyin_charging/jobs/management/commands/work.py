"""Answer what takes long, one request after the other; as many of these may run as there are
processors, on every host."""

import logging
import os
import secrets
import socket
import threading
import time
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from shanyin_charging import locks

log = logging.getLogger(__name__)
LOOK, POLL = 3.0, 0.2  # seconds between two looks for what others left, for something to do
ALONE = 7  # exit code of a worker that others take for dead


class Command(BaseCommand):
    """./manage.py work"""

    help = (
        "办理费时的请求（排版、导出、长清单、催报）；几台机器共用一个数据库（JOBS=database）时才要"
    )

    def handle(self, **options: Any) -> None:
        """Work until it is ended; what is at work then is finished first."""
        if not settings.JOBS:
            raise CommandError("没有设 JOBS=database：费时的请求由网页服务自己办，不用这个命令")
        working = import_module("shanyin_charging.jobs.working")
        name = f"{socket.gethostname()[:40]}-{secrets.token_hex(8)}"
        with locks.held(working.lock_of(name)):
            threading.Thread(target=look, args=(working, name), daemon=True).start()
            call_command("db_worker", worker_id=name, interval=POLL, reload=False, verbosity=0)


def look(working: Any, name: str) -> None:
    """Put back what the dead have left, again and again; end where the own lock is lost, as when
    the database has moved: others would take this one for dead, and do its work again."""
    while True:
        try:
            working.put_back()
            with locks.held(working.lock_of(name)) as lost:
                if lost:
                    log.error("the worker has lost its lock, and ends")
                    os._exit(ALONE)
        except DatabaseError as error:
            log.warning("the database is away: %s", type(error).__name__)
        finally:
            connection.close()
        time.sleep(LOOK)
