"""The walk sees what must not be: on pages made up for it."""

import pytest

from tests import cast
from tests.walk import looks, typing
from tests.walk.walker import Walker, forms
from tests.year.browser import Browser, Page

HEAD = '<title>待办 · 平台</title><header class="masthead"></header>'
BOUND = '<input name="csrfmiddlewaretoken" value="t"><input name="once" value="k">'


def form(inside, method="post", action="/suggestions/"):
    fields = f'<form method="{method}" action="{action}">{inside}<button>提交</button></form>'
    return Page("/suggestions/", f"<html>{HEAD}<main>{fields}</main></html>")


@pytest.fixture
def walker(db):
    return Walker("somebody", Browser())


@pytest.mark.parametrize(
    "html, wrong",
    [
        (f"<html>{HEAD}<main>好</main></html>", []),
        ("<html><title>待办 · 平台</title><main></main></html>", ["has not the portal's head"]),
        (f"<html>{HEAD}<main>共 None 台</main></html>", ["says 'None'"]),
        (
            '<html><title>出错</title><header class="masthead"></header></html>',
            ["is called '出错'"],
        ),
    ],
)
def test_a_page_that_is_not_the_portals(html, wrong):
    assert looks.wrong_with(Page("/", html)) == wrong


def test_a_link_out_of_the_house(walker):
    links = '<a href="https://elsewhere.example/">外</a><a href="/board/?period=1#top">里</a>'
    page = Page("/", f"<html>{HEAD}<main>{links}</main></html>")
    assert list(walker.links_on(page)) == ["/board/?period=1"]
    assert walker.faults == ["somebody at /: leads out of the house: https://elsewhere.example/"]


@pytest.mark.parametrize(
    "inside, missing", [(BOUND, 0), ("", 2), ('<input name="once" value="k">', 1)]
)
def test_a_form_without_its_token_or_key(walker, inside, missing):
    walker.note(form(inside))
    assert len(walker.offers) == 1 and len(walker.faults) == missing


def test_a_file_that_does_not_leave_its_form(walker):
    walker.note(form(BOUND + '<input type="file" name="scan">'))
    assert walker.faults == ["somebody at /suggestions/: no file leaves the form of 提交"]


def test_a_link_to_nothing(walker):
    walker.browser.client.force_login(cast.office())
    links = walker.links_of("/sites/999999/", "/roads/")
    assert links == [] and walker.faults == [
        "somebody at /roads/: the link to /sites/999999/ is answered 404"
    ]


def test_what_is_typed(db):
    page = form(
        BOUND
        + '<label for="a">原因</label><textarea id="a" name="reason">\n</textarea>'
        + '<select name="to"><option value="">请选择</option><option value="x">甲</option></select>'
        + '<label>办结时限<input type="date" name="due_on"></label><input type="checkbox" name="c">'
    )
    (found,) = forms(page)
    data = typing.right(found)
    assert data["reason"] == [typing.WORDS] and data["to"] == ["x"] and "c" not in data
    assert data["due_on"][0] > "2026" and typing.typed_words(found, data) == {typing.WORDS}
    assert typing.nothing(found)["reason"] == [""] and typing.nothing(found)["to"] == [""]
