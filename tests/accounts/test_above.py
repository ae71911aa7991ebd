"""People of a city or province: who lets them in, and that people belong to one county else."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from shanyin_charging.accounts import people
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit
from targets.rulings import posts
from tests import cast
from tests.second.county import yunxi

pytestmark = pytest.mark.django_db


def let_read(*args, **options):
    told = StringIO()
    call_command("let_read", *args, stdout=told, **options)
    return told.getvalue()


def test_who_runs_the_portal_lets_somebody_of_the_city_read(client):
    told = let_read("1406", "shi01", "市专班")
    made = User.objects.get(username="shi01")
    assert (made.role, made.division, made.must_change_password) == (Role.ABOVE, "1406", True)
    password = told.partition("一次性密码 ")[2].partition("（")[0]
    assert made.check_password(password)
    client.post("/sign-in/", {"username": "shi01", "password": password})
    assert client.get("/counties/").headers["Location"] == "/password/"
    typed = {"new_password1": "another long password", "new_password2": "another long password"}
    changed = client.post("/password/", {"old_password": password, **typed}, follow=True)
    assert [to for to, _ in changed.redirect_chain] == ["/", "/counties/"]


def test_again_it_gives_another_password_and_it_ends():
    let_read("1406", "shi01")
    before = User.objects.get(username="shi01").password
    let_read("1406", "shi01")
    assert User.objects.get(username="shi01").password != before
    let_read("1406", "shi01", stop=True)
    assert not User.objects.get(username="shi01").is_active
    verbs = (
        Event.objects.exclude(verb="establish").order_by("number").values_list("verb", flat=True)
    )
    assert list(verbs) == ["create_account", "account_reset", "account_toggle"]


@pytest.mark.parametrize(
    ("division", "username", "says"),
    [
        ("140621", "shi01", "省2位、市4位"),
        ("14a6", "shi01", "省2位、市4位"),
        ("1406", f"officer_{cast.DAIYUE}", "已有人用"),
    ],
)
def test_it_is_refused_in_chinese(division, username, says):
    cast.officer()
    with pytest.raises(CommandError, match=says):
        let_read(division, username)


def test_no_administrator_makes_or_becomes_one():
    admin, officer = cast.administrator(), cast.officer()
    with pytest.raises(Refused, match="平台运行维护人员"):
        people.create_account(admin, "above", "上级", Role.ABOVE)
    with pytest.raises(Refused, match="平台运行维护人员"):
        people.change_account(admin, officer, name="x", phone="", role=Role.ABOVE)


def test_the_database_keeps_who_is_above_out_of_counties():
    with pytest.raises(ValidationError, match="上级账号的区划"):
        cast.person("x", Role.ABOVE, division=cast.COUNTY)
    with pytest.raises(ValidationError, match="上级账号的区划"):
        cast.person("x", Role.OFFICE, division="1406")


def test_an_administrator_keeps_the_accounts_of_the_own_county_only(client):
    admin = cast.administrator()
    yunxi.join()
    with yunxi.served():
        other = cast.person("theirs", Role.OFFICER)
    with pytest.raises(Refused, match="不是本县的账号"):
        people.reset_password(admin, other)
    with pytest.raises(Refused, match="不是本县的账号"):
        people.set_active(admin, other, False)
    with pytest.raises(Refused, match="不都是本县的"):
        posts.give_post(admin, other, Unit.objects.get(code=cast.DAIYUE))
    client.force_login(admin)
    assert "theirs" not in client.get("/people/").content.decode()
    client.force_login(User.objects.get(username=f"admin_{yunxi.CODE}"))
    User.objects.update(must_change_password=False)
    page = client.get("/people/").content.decode()
    assert "theirs" in page and "云溪县发改局" in page and "岱岳镇" not in page


def test_a_new_account_belongs_to_the_county_of_who_makes_it():
    yunxi.join()
    with yunxi.served():
        made, _ = people.create_account(
            User.objects.get(username=f"admin_{yunxi.CODE}"), "new", "新人", Role.OFFICE
        )
    assert made.division == yunxi.CODE


def test_the_journal_seals_whose_each_event_is():
    admin = cast.administrator()
    journal.record(admin, "sign_in", admin)
    with yunxi.served():
        theirs = journal.record(admin, "sign_in", admin)
        assert list(Event.objects.served()) == [theirs]
    assert theirs not in Event.objects.served()
    assert theirs.division == yunxi.CODE and journal.broken_at() is None
    theirs.division = cast.COUNTY
    assert journal.digest_of(theirs) != theirs.digest
