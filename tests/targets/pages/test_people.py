"""Accounts and posts: handing over, one person for two units, passwords, out of use."""

import pytest

from shanyin_charging.accounts.models import User
from targets.models import Post, Unit
from tests import cast, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def april():
    with make.at(cast.APRIL_2):
        yield


@pytest.fixture
def admin(client):
    client.force_login(cast.administrator())
    return client


def act(client, user, action, **data):
    return client.post(f"/people/{user.pk}/{action}/", data, follow=True).content.decode()


def speaks_for(user):
    return sorted(post.unit.code for post in Post.objects.held_by(user, cast.APRIL_2))


def test_an_account_is_made_with_a_one_time_password_and_its_post(admin):
    page = admin.post(
        "/people/",
        {
            "username": "daiyue01",
            "name": "岱岳镇填报员",
            "phone": "",
            "role": "officer",
            "unit": Unit.objects.get(code=cast.DAIYUE).pk,
        },
        follow=True,
    ).content.decode()
    user = User.objects.get(username="daiyue01")
    assert "一次性初始密码" in page and user.must_change_password
    assert speaks_for(user) == [cast.DAIYUE]


def test_a_post_is_handed_over(admin):
    old, new = cast.officer(), cast.person("successor", "officer")
    page = act(admin, old, "end", post=old.posts.get().pk)
    assert "不再代表岱岳镇；该单位要有人接手" in page
    assert "successor从今天起代表岱岳镇填报" in act(admin, new, "give", unit=cast.DAIYUE)
    assert (speaks_for(old), speaks_for(new)) == ([], [cast.DAIYUE])


def test_one_person_may_speak_for_two_units_but_not_twice_for_one(admin):
    user = cast.officer()
    act(admin, user, "give", unit=cast.YUJING)
    assert speaks_for(user) == [cast.YUJING, cast.DAIYUE]
    assert "已经代表玉井镇" in act(admin, user, "give", unit=cast.YUJING)
    assert "请先选择单位" in act(admin, user, "give", unit="")


def test_a_post_ended_and_given_again_on_one_day_is_held(admin):
    user = cast.person("back", "officer")
    act(admin, user, "give", unit=cast.DAIYUE)
    act(admin, user, "end", post=user.posts.get().pk)
    assert speaks_for(user) == []
    act(admin, user, "give", unit=cast.DAIYUE)
    assert speaks_for(user) == [cast.DAIYUE]


def test_a_reset_password_is_shown_once_and_must_be_changed(admin):
    user = cast.officer()
    assert "一次性初始密码" in act(admin, user, "reset")
    user.refresh_from_db()
    assert user.must_change_password and not user.check_password(cast.PASSWORD)


def test_an_account_out_of_use_cannot_sign_in_and_leaves_its_unit_without_a_voice(admin, client):
    user = cast.officer()
    act(admin, user, "active", active="0")
    assert speaks_for(user) == []
    assert "不能停用自己的账号" in act(admin, User.objects.get(role="admin"), "active", active="0")
    client.logout()
    assert (
        client.post("/sign-in/", {"username": user.username, "password": cast.PASSWORD}).status_code
        == 200
    )


def test_nobody_else_touches_accounts(client):
    user = cast.officer()
    client.force_login(cast.office())
    for action in ("reset", "active", "give", "end"):
        assert client.post(f"/people/{user.pk}/{action}/").status_code == 404


def test_only_the_administrator_makes_accounts(client):
    client.force_login(cast.office())
    assert client.get("/people/").status_code == 404
    client.force_login(cast.administrator())
    wrong = client.post("/people/", {"username": "Bad Name", "name": "", "role": "officer"})
    page = wrong.content.decode()
    assert (
        "账号用3到30个小写字母、数字" in page
        and "填报员要选所代表的单位" in page
        and 'value="Bad Name"' in page
    )
