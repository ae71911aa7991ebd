"""What `deploy/` names is there, and its settings are those of the operations book."""

import re
import subprocess

from django.conf import settings

from reports.management.commands import serve

DEPLOY = settings.ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
BOOK = (settings.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SERVICES = ("charging.service", "charging-rounds.service", "charging-jobs@.service")
OF_THE_SERVER = {"BIND", "WORKERS", "THREADS"}  # named in serve.sh


def told(name):
    return (DEPLOY / name).read_text(encoding="utf-8")


def test_services_run_what_is_there_as_nobody_of_importance():
    assert len(UNITS) == 4
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        for path in re.findall(r"/srv/charging/([\w./-]+)", text):
            assert path.startswith((".venv/", "var/")) or (settings.ROOT / path).exists(), path
        if unit.suffix == ".service":
            assert "User=charging" in text and "NoNewPrivileges=yes" in text


def test_all_services_are_confined_alike():
    confined = [told(name).partition("UMask=")[2] for name in SERVICES]
    assert len({text.partition("[Install]")[0].strip() for text in confined}) == 1


def test_every_setting_of_the_example_is_in_the_operations_book():
    named = set(re.findall(r"^#?([A-Z_]+)=", told("portal.env"), re.M))
    assert len(named) > 6
    assert [name for name in named - OF_THE_SERVER if f"`{name}`" not in BOOK] == []


def test_every_script_can_be_started():
    assert [path.name for path in DEPLOY.glob("*.sh") if not path.stat().st_mode & 0o100] == []


def test_the_proxy_takes_what_a_press_may_bring_and_keeps_readiness_to_itself():
    text = told("nginx.conf")
    assert "client_max_body_size 100m;" in text and "client_max_body_size 100m" in BOOK
    assert text.count("proxy_pass http://127.0.0.1:8000;") == 2, (
        "nginx-hosts.conf says what becomes of them"
    )
    assert re.search(r"location = /readyz \{\s+allow 127\.0\.0\.1;", text)


def test_the_bundle_has_each_system_package_that_is_asked_for():
    asked = (settings.ROOT / "run.sh").read_text(encoding="utf-8")
    needed = {
        name for line in re.findall(r"\bneed ([a-z][\w .-]*)", asked) for name in line.split()
    }
    assert len(needed) > 4
    assert needed - set(told("packages.txt").split()) == set()


def test_what_is_installed_is_compiled_for_an_account_that_writes_nothing_there():
    asked = (settings.ROOT / "run.sh").read_text(encoding="utf-8")
    rooms = re.search("compileall -q -j 0 ([^>]+) >", asked)[1].split()
    own = {path.parent.name for path in settings.ROOT.glob("*/__init__.py")} - {"tests"}
    assert set(rooms) == {".venv/lib", "manage.py", *own}


def test_no_portal_is_steered_by_the_socket_of_another_one_of_its_user():
    assert serve.OPTIONS["control_socket_disable"] and "--no-control-socket" in told("serve.sh")


ADDRESS = "postgres://charging:p%40s$s@/charging?host=10.0.0.21,10.0.0.22&target_session_attrs=rw"
SETTINGS = f"""# a remark=1
DATA_DIR=/var/lib/charging

DATABASE_URL={ADDRESS}
REMIND_GROUPS='wecombot://a dingtalk://b'
"""


def test_a_command_has_the_settings_as_they_are_written_whatever_a_shell_thinks_of_them(tmp_path):
    """As the service has them: `&` and `$` of an address are nothing but characters."""
    scripts = {
        ".venv/bin/python": 'echo "$DATA_DIR|$DATABASE_URL|$REMIND_GROUPS|$*"',
        "bin/runuser": 'shift 3; exec "$@"',  # of root's command: as the service's user
        "deploy/key.sh": "",
        "deploy/manage.sh": told("manage.sh").partition("\n")[2],
    }
    for name, lines in scripts.items():
        script = tmp_path / name
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
        script.chmod(0o755)
    (tmp_path / "portal.env").write_text(SETTINGS, encoding="utf-8")
    done = subprocess.run(
        [tmp_path / "deploy" / "manage.sh", "backup", "--keep"],
        env={"SETTINGS": str(tmp_path / "portal.env"), "PATH": f"{tmp_path}/bin:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    has = f"/var/lib/charging|{ADDRESS}|wecombot://a dingtalk://b|manage.py backup --keep\n"
    assert done.stdout == has
