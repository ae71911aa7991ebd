"""Every press is pressed: what each role is shown is followed and pressed, as browsers do."""

import pytest
from django.conf import settings

from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from tests import cast
from tests.walk import eve
from tests.walk.presses import Presser
from tests.walk.walker import Walker
from tests.year.browser import Browser

pytestmark = [pytest.mark.at_length, pytest.mark.longest, pytest.mark.django_db]
LEAST = {  # who walks: how many pages, buttons and presses there are at the least
    "admin": (60, 15, 50),
    "chief": (130, 60, 200),
    "office": (130, 45, 150),
    "leader": (110, 15, 40),
    "auditor": (100, 15, 40),
    "officer": (90, 35, 130),  # of a township: a draft with files, a workbook, two notices
    "u_140621203": (80, 20, 60),  # a paper return to confirm, a paper that names it, a red notice
    "u_140621206": (80, 25, 90),  # a correction that waits, nothing begun
    "u_grid": (80, 20, 60),  # a department that inspects, and helps with notices
    "checker": (70, 15, 40),  # passes what others of a unit wrote
    "without_post": (70, 10, 30),
    "above": (1000, 30, 70),  # of the city, whose counties are one: it reads all and presses little
}
WALKS = LEAST if cast.LONG else ("admin",)
RIGHTLY_REFUSED = (  # what nobody can know who presses it: the answer to the question
    "没有可更正的",
    "没有点名的单位",
    "办结时限已过",
    "请核对台数和日期",  # an approval that later ones stand on
    "这个站点",  # the first site of the list has no such piles
    "请选择站点",  # there is none
    "改造前后台数要一样",
    "不是本单位的村",
    "已经在填报或已上报",  # the first unit of the board, which has a draft
    "请选择发给哪些单位",
    "要填12个整数",  # the answer to one of the plan's questions
    "请在表里照下面逐处改好",  # a workbook of another kind
    "没有读到元旦",  # the notice of the State Council
    "没有符合条件、台账上有桩的站点",  # of the first unit, township and kind of place at once
    "没有找到",  # which villages a zone has
    "编号要填1到9999的整数",  # the last number before the portal
)


def browser_of(user: User) -> Browser:
    """Signed in."""
    made = Browser()
    made.client.force_login(user)
    return made


@pytest.mark.one_in(6)
@pytest.mark.parametrize("who", WALKS)
def test_all_that_somebody_is_shown(story, capsys, who):
    eve.prepare()
    user = User.objects.get(username=who)
    user.set_password(settings.DEMO_PASSWORD)
    user.save()
    with clock.at(eve.MORNING):
        walker = Walker(who, browser_of(user))
        walker.walk()
        presser = Presser(who, walker.browser, browser_of(eve.colleague(user)))
        for offer in walker.offers.values():
            presser.press(offer)
    found = walker.pages, len(walker.offers), presser.presses
    with capsys.disabled():
        print(
            f"\n{who}: {len(walker.links)} links, {walker.pages} pages and files of each kind, "
            f"{walker.forms} buttons, {len(walker.offers)} kinds, {presser.presses} presses"
        )
    faults = walker.faults + presser.faults
    faults += [said for said in presser.refused if not any(w in said for w in RIGHTLY_REFUSED)]
    assert not faults, "\n".join(faults)
    assert all(there >= least for there, least in zip(found, LEAST[who], strict=True)), found
