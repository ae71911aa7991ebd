"""What stops the portal from opening is a sentence without a traceback, and a database of the wrong
kind is refused before anything is written to it."""

import errno
import io
import os
import re
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, load_command_class
from django.db import DatabaseError, OperationalError, ProgrammingError

from shanyin_charging import helping, opening
from shanyin_charging.release import VERSION
from tests.test_environment import KEY


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left", "/data/x"), "磁盘已满；请腾出空间（/data/x）"),
        (FileNotFoundError(errno.ENOENT, "No such", "/x.zip"), "没有这个文件或文件夹"),
        (PermissionError(errno.EACCES, "denied"), "没有权限"),
        (OperationalError("database or disk is full"), "磁盘已满"),
        (OperationalError("attempt to write a readonly database"), "写不进"),
        (OperationalError('FATAL: password authentication failed for user "p"'), "%40"),
        (OperationalError('FATAL:  database "portal" does not exist'), "DATABASE_URL"),
        (OperationalError("connection refused"), "数据库连不上"),
        (DatabaseError("file is not a database"), "数据库文件坏了"),
        (CommandError("没有这个单位"), "没有这个单位"),
        (ProgrammingError('relation "targets_plan" does not exist'), "请先运行 bring_up"),
    ],
)
def test_a_fault_of_the_machine_is_a_sentence(capsys, wrong, sentence):
    with pytest.raises(SystemExit) as ended, opening.in_words():
        raise wrong
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert sentence in said and "Error" not in said


@pytest.mark.parametrize("wrong", [ProgrammingError("syntax error"), FileNotFoundError(2, "none")])
def test_a_fault_of_the_program_keeps_its_traceback(wrong):
    with pytest.raises(type(wrong)), opening.in_words():
        raise wrong


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["nosuch"], "没有“nosuch”这个命令；manage.py help 列出全部命令"),
        (["mibrate"], "没有“mibrate”这个命令；是不是要写 migrate；manage.py help 列出全部命令"),
        (["restore"], "restore 少写了 path；manage.py help restore 列出怎么写"),
        (["remind", "--now"], "remind 不认得 --now；manage.py help remind 列出怎么写"),
        (["drill", "--key"], "drill --key 后面要写一项；manage.py help drill 列出怎么写"),
        (["backup", "--keep=3"], "backup --keep 后面不能写 '3'；manage.py help backup 列出怎么写"),
    ],
)
def test_a_mistyped_command_is_told_what_is_wrong_with_it(command, sentence):
    with pytest.raises(CommandError) as wrong:
        opening.require_command(command[0])
        opening.require_understood(command[0], ["manage.py", *command])
    assert (str(wrong.value), wrong.value.returncode) == (sentence, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("app", "given", "sentence"),
    [
        ("shanyin_charging", ("migrate", "nosuch"), "没有“nosuch”这一部分"),
        ("shanyin_charging", ("migrate", "ledger", "9999"), "ledger 里没有“9999”这一步"),
        ("ledger", ("open_ledger", "--first-month=2027-13"), "不是“2027-13”"),
        ("shanyin_charging.archive", ("verify", "/nosuch.zip"), "没有这个文件或文件夹"),
        ("shanyin_charging.archive", ("backup", "/"), "/ 是文件夹"),
        ("shanyin_charging.accounts", ("let_read", "14", ""), "账号“”用不了"),
        ("reports", ("serve", "--bind=a:b"), "“a:b”不是这台机器上的地址和端口"),
    ],
)
def test_what_a_command_refuses_is_one_chinese_sentence_and_nothing_else(app, given, sentence):
    command, told = load_command_class(app, given[0]), io.StringIO()
    options = vars(command.create_parser("manage.py", given[0]).parse_args(given[1:]))
    with pytest.raises(CommandError, match=sentence) as refused:
        command.execute(*options.pop("args", ()), **options, stdout=told)
    assert not re.search("[a-z]+ [a-z]+ [a-z]+", str(refused.value)) and told.getvalue() == ""


def test_as_people_meet_it_there_is_no_word_but_the_sentence(tmp_path):
    done = manage(tmp_path, "verify", "/nosuch.zip")
    said = "没有这个文件或文件夹；请检查写的路径（/nosuch.zip）\n"
    assert (done.returncode, done.stdout, done.stderr) == (8, "", said)


def manage(folder, *command, **environment):
    told = {name: os.environ[name] for name in ("PATH", "HOME", "FONT_KIT") if name in os.environ}
    told |= {"DATA_DIR": str(folder), "SECRET_KEY": KEY, "PLAIN_HTTP": "1", **environment}
    return subprocess.run(
        [sys.executable, settings.ROOT / "manage.py", *command],
        env=told,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_demo_is_not_written_to_as_a_real_portal(tmp_path):
    file = tmp_path / "portal.sqlite3"
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE audit_event (number integer, detail text)")
        made.execute('INSERT INTO audit_event VALUES (0, \'{"kind": "demo"}\')')
    made.close()
    before = file.read_bytes()
    done = manage(tmp_path, "migrate")
    assert done.returncode == 6
    assert done.stderr.startswith("这个数据库是演示库，不能当正式库用")
    assert "Traceback" not in done.stderr
    assert file.read_bytes() == before


@pytest.mark.parametrize("command", ["migrate", "backup", "serve"])
def test_a_database_of_a_later_release_is_not_written_to(tmp_path, command):
    file = tmp_path / "portal.sqlite3"
    with sqlite3.connect(file) as made:
        made.execute(
            "CREATE TABLE django_migrations (id integer, app text, name text, applied text)"
        )
        for name in ("0021_who_wrote_a_line", "0999_of_a_later_release"):
            made.execute(
                "INSERT INTO django_migrations VALUES (1, 'ledger', ?, '2030-01-01')", [name]
            )
    made.close()
    before = file.read_bytes()
    done = manage(tmp_path, command)
    assert (done.returncode, done.stderr.count("\n")) == (5, 1)
    assert f"这一版（{VERSION}）不认识它的表结构（ledger.0999_of_a_later_release）" in done.stderr
    assert file.read_bytes() == before


def test_help_names_the_portals_commands_first_each_in_chinese(tmp_path):
    own = helping.own()
    assert {"backup", "restore", "bring_up", "reset_administrator"} <= own.keys()
    assert not {"migrate", "flush", "createsuperuser"} & own.keys()
    for name, command in own.items():
        told = [command.help, *(each.help for each in helping.arguments_of(command)._actions)]
        assert not [said for said in told if not re.search("[一-鿿]", said or "")], name
    done = manage(tmp_path)
    assert done.stdout.index("backup") < done.stdout.index("Django") < done.stdout.index("flush")


@pytest.mark.parametrize("asked", [["help", "backup"], ["backup", "--help"], ["backup", "-h"]])
def test_who_asks_how_a_command_is_written_reads_it_in_chinese(tmp_path, asked):
    said = manage(tmp_path, *asked).stdout
    assert said.startswith("写法：manage.py backup [--into INTO]") and "BACKUP_DIR" in said
    assert not re.search("[a-z]+ [a-z]+ [a-z]+", said)


@pytest.mark.parametrize("command", ["backup", "verify"])
def test_where_there_is_no_portal_yet_there_is_nothing_to_keep(tmp_path, command):
    done = manage(tmp_path, command)
    assert (done.returncode, done.stdout) == (6, "") and "数据库是空的" in done.stderr


@pytest.mark.parametrize("asked", ["version", "--version"])
def test_the_version_is_that_of_the_release(tmp_path, asked):
    assert manage(tmp_path, asked, SECRET_KEY="").stdout == f"{VERSION}\n"


def test_a_wrong_setting_ends_a_command_with_one_line(tmp_path):
    done = manage(tmp_path, "migrate", DATABASE_URL="postgres://a:b@c@d/portal")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_what_shows_the_inside_to_others_does_not_start(tmp_path):
    done = manage(tmp_path, "verify", DEBUG="1", PLAIN_HTTP="0")
    assert done.returncode == 1 and done.stderr.startswith("DEBUG=1 会把内部信息给人看")
