"""Accounts and posts: handing over, one person for two units, passwords, out of use."""

import re
from datetime import date

import pytest

from shanyin_charging.accounts.models import User
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.telling import changes
from targets.models import Post, Unit
from targets.months import Month
from targets.rulings.posts import give_post
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


def words(answer):
    return re.sub(r"\s+", "", re.sub("<[^>]+>", "", answer.content.decode()))


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


def hand_over(client, post, to, on):
    path = f"/people/{post.user_id}/posts/{post.pk}/"
    return client.post(path, {"to": to.pk, "on": on}, follow=True).content.decode()


def test_a_post_goes_over_on_a_day_with_one_press_and_one_event(admin):
    old, new = cast.officer(), cast.person("successor", "officer")
    page = admin.get(f"/people/{old.pk}/posts/{old.posts.get().pk}/").content.decode()
    assert "没有上报的草稿、退回待改的材料留在岱岳镇" in page and 'value="2025-04-02"' in page
    page = hand_over(admin, old.posts.get(), new, "2025-04-10")
    assert "successor从2025年4月10日起代表岱岳镇" in page and "还没开始" not in page
    assert (speaks_for(old), speaks_for(new)) == ([cast.DAIYUE], [])
    ninth, tenth = date(2025, 4, 9), date(2025, 4, 10)
    for day, holder in ((ninth, old), (tenth, new)):
        assert [p.user for p in Post.objects.filter(unit__code=cast.DAIYUE).held_on(day)] == [
            holder
        ]
    event = Event.objects.get(verb="hand_over_post")
    assert [str(change) for change in changes(event)] == [
        f"填报人：{old.name} → successor",
        f"起：{old.posts.get().starts_on} → 2025-04-10",
    ]


def test_who_has_no_account_yet_gets_one_for_the_unit_and_takes_the_post_over(admin):
    old = cast.officer()
    page = admin.get(f"/people/{old.pk}/posts/{old.posts.get().pk}/").content.decode()
    (link,) = re.findall(r'href="(/people/\?new=[a-z0-9]+#new)"', page)
    unit = Unit.objects.get(code=cast.DAIYUE)
    assert f'<option value="{unit.pk}" selected>' in admin.get(link).content.decode()
    typed = {"username": "newcomer", "name": "新来的", "role": "officer", "unit": unit.pk}
    assert admin.post("/people/", typed).status_code == 302
    new = User.objects.get(username="newcomer")
    assert speaks_for(new) == [cast.DAIYUE]
    page = hand_over(admin, old.posts.get(), new, "2025-04-10")
    assert "新来的从2025年4月10日起代表岱岳镇" in page
    assert [old.posts.get().ends_on, new.posts.get().ends_on] == [date(2025, 4, 9), None]


def test_nobody_takes_over_to_write_what_they_pass(admin):
    old, checker = cast.officer(), cast.person("checker", "officer")
    unit = Unit.objects.get(code=cast.DAIYUE)
    give_post(User.objects.get(role="admin"), checker, unit, checks=True)
    page = hand_over(admin, old.posts.get(), checker, "2025-04-10")
    assert "checker那天是岱岳镇的审核人，一人不能两样都做" in page


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        ("2025-04-01", "换人的日期不能早于今天"),
        ("", "请填换人的日期"),
        ("四月", "日期请写成 2025-11-18 这样"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_what_was_typed(admin, on, reason):
    old, new = cast.officer(), cast.person("successor", "officer")
    page = hand_over(admin, old.posts.get(), new, on)
    assert reason in page and f'value="{new.pk}" selected' in page and speaks_for(new) == []


def test_a_draft_goes_on_with_who_takes_over(admin, client):
    old, new = cast.officer(), cast.person("successor", "officer")
    make.ledger()
    make.draft(old, Month(2025, 3))
    hand_over(admin, old.posts.get(), new, "2025-04-02")
    client.force_login(new)
    own = f"/returns/{make.period(Month(2025, 3)).pk}/{cast.DAIYUE}/"
    assert client.get(own).status_code == 200
    client.force_login(old)
    assert client.get(own).status_code == 404


def test_who_handed_over_reads_until_when_the_post_was(admin, client):
    old, new = cast.officer(), cast.person("successor", "officer")
    make.ledger()
    client.force_login(new)
    assert "您今天不代表任何单位填报。" in words(client.get("/"))
    client.force_login(User.objects.get(role="admin"))
    hand_over(admin, old.posts.get(), new, "2025-04-02")
    client.force_login(old)
    home = words(client.get("/"))
    assert "岱岳镇的岗位是" in home and "至2025-04-01。" in home and "都报完了" not in home
    client.force_login(new)
    assert "不代表任何单位" not in words(client.get("/"))


def test_the_account_says_what_it_is_told_and_the_journal_what_it_was(admin):
    user = cast.officer()
    was = user.name
    typed = {"name": "郭凤鸣", "phone": "0349-7070001", "role": "officer"}
    page = admin.post(f"/people/{user.pk}/", typed, follow=True).content.decode()
    assert "已保存" in page and "<h1>郭凤鸣</h1>" in page
    told = list(map(str, changes(Event.objects.get(verb="change_account"))))
    assert told == [f"姓名：{was} → 郭凤鸣", "办公电话：无 → 0349****01"]


def test_who_speaks_for_a_unit_stays_an_officer_and_nobody_changes_the_own_role(admin):
    user, me = cast.officer(), User.objects.get(role="admin")
    typed = {"name": user.name, "phone": "", "role": "office"}
    page = admin.post(f"/people/{user.pk}/", typed).content.decode()
    assert f"{user.name}还代表岱岳镇填报，请先换人或结束岗位" in page
    typed = {"name": me.name, "phone": "", "role": "chief"}
    assert "不能改自己的角色" in admin.post(f"/people/{me.pk}/", typed).content.decode()
    user.refresh_from_db()
    assert (user.role, User.objects.get(pk=me.pk).role) == ("officer", "admin")


def test_units_without_a_person_stand_on_top_until_somebody_writes_for_them(admin):
    page = admin.get("/people/").content.decode()
    assert "没有填报人的单位 35 个" in page and f"?new={cast.DAIYUE}#new" in page
    cast.officer()
    checker = cast.person("checker", "officer")
    act(admin, checker, "give", unit=cast.YUJING, checks="1")
    assert "没有填报人的单位 34 个" in admin.get("/people/").content.decode()
    asked = admin.get(f"/people/?new={cast.YUJING}").content.decode()
    assert f'value="{Unit.objects.get(code=cast.YUJING).pk}" selected' in asked
    # what was typed for one unit is not put back over another that is asked for
    assert f'data-keep="person:{cast.YUJING}"' in asked
    assert f'action="/people/?new={cast.YUJING}"' in asked
    assert "34个成员单位没有填报人" in admin.get("/").content.decode()


def test_an_office_with_nobody_to_review_or_to_sign_is_told(admin):
    assert (
        "还没有专班工作人员、专班办公室主任，没有人能审核" in admin.get("/people/").content.decode()
    )
    cast.office()
    assert "还没有专班办公室主任，没有人能审核" in admin.get("/people/").content.decode()
    cast.person("chief", "chief")
    assert "没有人能审核" not in admin.get("/people/").content.decode()


def test_people_are_found_by_name_role_unit_and_use(admin):
    user = cast.officer()
    cast.person("office_person", "office")

    def found(**asked):
        return [row.record.username for row in admin.get("/people/", asked).context["table"].rows]

    assert found(role="officer") == [user.username] == found(words=user.username)
    assert found(unit=Unit.objects.get(code=cast.DAIYUE).pk) == [user.username]
    act(admin, user, "active", active="0")
    assert found(is_active="False") == [user.username]
    assert "administrator" not in found(is_active="False", role="admin")


def test_a_persons_page_is_for_the_administrator(client):
    user = cast.officer()
    client.force_login(cast.office())
    for path in (f"/people/{user.pk}/", f"/people/{user.pk}/posts/{user.posts.get().pk}/"):
        assert client.get(path).status_code == 404


def test_what_takes_something_away_asks_first_and_says_what_it_changes(admin):
    officer = cast.officer()
    post = officer.posts.get()
    for address, *said in (
        (f"end/?post={post.pk}", "不再代表岱岳镇填报", "没有别的填报员了", "登账的都不变"),
        ("reset/", "现在的密码立即作废", "只显示一次"),
        ("active/", "停用以后不能登录", "仍代表岱岳镇"),
    ):
        page = admin.get(f"/people/{officer.pk}/{address}").content.decode()
        assert all(words in page for words in said)
        assert f'href="/people/{officer.pk}/"' in page
    assert admin.get(f"/people/{officer.pk}/give/").status_code == 404
    officer.refresh_from_db()
    assert officer.is_active and officer.posts.get().ends_on is None
