"""What a timer calls every ten minutes."""

import logging
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from shanyin_charging.health import rounds

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """./manage.py make_rounds"""

    help = "定时任务：开期、提醒、核验日志、清理文件；每天备份、核验，每周演练恢复；每10分钟运行"

    def handle(self, **options: Any) -> None:
        """Do what is due. Raises CommandError after the last job where some were not done."""
        with rounds.alone() as alone:
            if not alone:
                self.stdout.write("上一轮还没有办完，这一轮不办")
                return
            made = rounds.make(self.do)
        if made.faults:
            raise CommandError(
                "；".join(f"{name}没有办成：{said}" for name, said in made.faults.items())
            )

    def do(self, job: rounds.Job) -> str:
        """One job; what kept it from being done goes on to the next."""
        try:
            call_command(job.command, stdout=self.stdout, **job.options)
        except CommandError as error:
            return str(error)
        except Exception as error:
            log.exception("the job %s broke", job.command)
            return f"程序出错（{type(error).__name__}），详见日志"
        return ""
