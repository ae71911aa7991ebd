"""What `manage.py help` says: the portal's own commands first, each in a sentence, and how one of
them is written; Django's own are only named, and explain themselves."""

import argparse
from collections.abc import Iterator

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

ROOMS = ("shanyin_charging", "targets", "ledger", "reports")


def said(name: str = "", *_: str) -> str:
    """What is said for a command, or of all; empty for one of Django's own."""
    return "\n".join(overview()) if name in ("", "help") else of_one(name)


def own() -> dict[str, BaseCommand]:
    """The portal's commands by name; not those that stand in the place of Django's."""
    told = sorted(get_commands().items())
    made = {name: load_command_class(app, name) for name, app in told if _is_own(app)}
    return {name: each for name, each in made.items() if each.help and _is_new(each)}


def overview() -> Iterator[str]:
    """Line by line."""
    commands = own()
    yield "平台的命令（manage.py help 命令 列出怎么写）："
    yield ""
    for name, command in commands.items():
        yield f"  {name}"
        yield f"      {command.help}"
    yield ""
    yield "Django 自带的，平时用不着，会改坏数据的不要试："
    yield "  " + " ".join(sorted(set(get_commands()) - set(commands)))


def of_one(name: str) -> str:
    """How one of the portal's commands is written; empty for one of Django's."""
    command = own().get(name)
    if command is None:
        return ""
    parser = arguments_of(command, f"manage.py {name}")
    for group, title in zip(parser._action_groups, ("要写的", "可以写的"), strict=False):
        group.title = title
    return parser.format_help().replace("usage: ", "写法：", 1)


def arguments_of(command: BaseCommand, called: str = "") -> argparse.ArgumentParser:
    """What a command takes, without what every one of Django's does."""
    parser = argparse.ArgumentParser(called, description=command.help, add_help=False)
    command.add_arguments(parser)  # type: ignore[arg-type]
    return parser


def _is_new(command: BaseCommand) -> bool:
    return type(command).__bases__ == (BaseCommand,)


def _is_own(app: str | object) -> bool:
    return isinstance(app, str) and app.partition(".")[0] in ROOMS
