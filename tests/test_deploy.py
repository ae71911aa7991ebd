"""What `deploy/` names is there, and its settings are those of the operations book."""

import re

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


def test_no_portal_is_steered_by_the_socket_of_another_one_of_its_user():
    assert serve.OPTIONS["control_socket_disable"] and "--no-control-socket" in told("serve.sh")
