"""What the environment says is examined; what cannot be meant is one Chinese sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from shanyin_charging import environment

KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"


def says(ask, *given):
    with pytest.raises(ImproperlyConfigured) as told:
        ask(*given)
    return str(told.value)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "DATABASE_URL 要像 postgres://账户:密码@主机:5432/库名"),
        ("mysql://a:b@host/portal", "DATABASE_URL 要像"),
        ("postgres://portal:p@ss@host/portal", "@ 写成 %40"),
        ("postgres://portal:p#ss@host/portal", "# 写成 %23"),
        ("postgres://portal:pass@host:54x32/portal", "端口读不懂"),
        ("postgres://portal:a/b@host/portal", "端口读不懂"),
        ("postgres://portal:pass@host", "没有写库名"),
    ],
)
def test_an_address_of_a_database_that_cannot_be_meant(monkeypatch, tmp_path, url, sentence):
    monkeypatch.setenv("DATABASE_URL", url)
    said = says(environment.database, tmp_path / "portal.sqlite3")
    assert sentence in said
    assert "ss@" not in said  # no password


def test_an_escaped_password_and_several_hosts_are_read(monkeypatch, tmp_path):
    monkeypatch.setenv(
        "DATABASE_URL",
        "postgres://portal:p%40s%23s@/portal?host=h1,h2&target_session_attrs=read-write"
        "&options=-c%20work_mem%3D8MB",
    )
    told = environment.database(tmp_path)
    assert (told["PASSWORD"], told["NAME"]) == ("p@s#s", "portal")
    given = {"host": "h1,h2", "target_session_attrs": "read-write"}
    options = f"{environment.POSTGRESQL['options']} -c work_mem=8MB"
    assert told["OPTIONS"] == {**environment.POSTGRESQL, **given, "options": options}


@pytest.mark.parametrize("told", ["a b", "*", ".gov.cn", "https://a.cn", "a.cn:8443", "a.cn,", ""])
def test_what_is_no_name_of_a_host(monkeypatch, told):
    monkeypatch.setenv("ALLOWED_HOSTS", told)
    assert "不是主机名" in says(environment.hosts, "ALLOWED_HOSTS", "localhost")


def test_spaces_beside_the_commas_of_hosts_do_no_harm(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "charging.gov.cn, 10.0.0.5 ,[::1]")
    found = environment.hosts("ALLOWED_HOSTS", "localhost")
    assert found == ["charging.gov.cn", "10.0.0.5", "[::1]"]


@pytest.mark.parametrize("key", ["", KEY[:49], "ab" * 40])
def test_a_weak_key_is_refused(monkeypatch, tmp_path, key):
    monkeypatch.setenv("SECRET_KEY", key)
    assert "太弱" in says(environment.secret_key, tmp_path)


def test_a_key_that_others_can_read_is_refused(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret_key").write_text(KEY)
    (tmp_path / "secret_key").chmod(0o644)
    assert "chmod 600" in says(environment.secret_key, tmp_path)
    (tmp_path / "secret_key").chmod(0o600)
    assert environment.secret_key(tmp_path) == KEY


def test_switches_numbers_and_moments_say_what_they_may_be(monkeypatch):
    monkeypatch.setenv("IT", "yes")
    assert says(environment.switch, "IT") == "IT 只能是 0 或 1，不能是“yes”"
    assert says(environment.one_of, "IT", "", "no") == "IT 只能是 no，或者不设，不能是“yes”"
    assert "IT 要是 0、1 这样的数" in says(environment.whole_number, "IT")
    assert "IT 要像 2025-12-10T" in says(environment.instant, "IT")
