"""An office of one clerk and its chief can do everything in a month, on its pages; and what two of
the office have written is passed by neither, unless one of them signs it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from ledger.models import Submission
from reports.bulletins import drafting, issuing
from reports.documents.kinds import MONTH
from reports.figures.reading import read
from reports.models import Bulletin, SupervisionNotice
from reports.press import press
from reports.todo import lists
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Holder
from targets.months import Month
from tests import cast, make
from tests.pressing import PressingClient
from tests.reports.bulletins.test_issuing import typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march_due")]
MARCH = Month(2025, 3)
DOCX = press.FORMATS["docx"]  # really made, while the others take no time
SCAN = ("原件.pdf", b"%PDF-1.7 a scan")


class Desk:
    """Somebody of the office, or of a unit, at their browser."""

    def __init__(self, name, role, unit=None):
        self.user = cast.person(name, role, unit)
        self.client = PressingClient()
        self.client.force_login(self.user)

    def press(self, path, **typed):
        """What the page says once the button was pressed."""
        self.client.forms.clear()  # what an earlier page has offered is another state's
        return self.client.post(path, typed, follow=True).content.decode()

    def hand_in(self, own):
        key = self.client.get(f"{own}check/").context["key"]
        return self.press(f"{own}check/", key=key)

    def sees(self, path):
        return self.client.get(path).content.decode()


@pytest.fixture
def two():
    return Desk("clerk", Role.OFFICE), Desk("chief", Role.CHIEF)


def of_unit(code):
    return Submission.objects.get(unit__code=code)


def test_an_office_of_two_does_everything_in_a_month(two, quick_press, monkeypatch):
    monkeypatch.setitem(press.FORMATS, "docx", DOCX)
    clerk, chief = two
    officer = Desk("officer", Role.OFFICER, cast.DAIYUE)
    returns_are_judged(clerk, chief, officer)
    paper_is_entered(clerk, chief)
    found = bulletin_goes_out(clerk, chief)
    assert "签发人改定" in clerk.sees(f"/bulletins/{found.pk}/")
    matter_is_followed(clerk, chief, officer)


def returns_are_judged(clerk, chief, officer):
    own = f"/returns/{make.period(MARCH).pk}/{cast.DAIYUE}/"
    officer.press(own, kind="added", explanation="", **make.new_piles())
    officer.hand_in(own)
    at = f"/submissions/{of_unit(cast.DAIYUE).pk}/"
    clerk.press(f"{at}begin_review/")
    clerk.press(f"{at}approve/")
    assert of_unit(cast.DAIYUE).state == "approved"


def paper_is_entered(clerk, chief):
    """代录 by the clerk, judged by the chief; the clerk is told who does it."""
    month = make.period(MARCH).pk
    clerk.press(f"/board/{month}/{cast.YUJING}/enter/", reason="停电", received_on="2025-04-03")
    own = f"/returns/{month}/{cast.YUJING}/"
    piles = make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING)
    clerk.press(own, kind="added", explanation="", **piles)
    clerk.press(f"{own}attach/", note="", file=SimpleUploadedFile(*SCAN))
    clerk.hand_in(own)
    at = f"/submissions/{of_unit(cast.YUJING).pk}/"
    chief.press(f"{at}begin_review/")
    assert "须由专班其他工作人员审核" in clerk.press(f"{at}approve/")
    chief.press(f"{at}approve/")
    assert of_unit(cast.YUJING).state == "approved"


def bulletin_goes_out(clerk, chief):
    """The clerk drafts, the chief changes a word, and signs; the paper says so."""
    clerk.press("/bulletins/draft/", kind="month", month="2025-03")
    found = Bulletin.objects.get()
    at = f"/bulletins/{found.pk}/"
    chief.press(at, revision=0, **typed(found, title="三月份建设情况通报"))
    clerk.press(f"{at}propose/")
    assert "要由另一位同志审核" in clerk.press(f"{at}pass/")
    chief.press(f"{at}pass/")
    chief.press(f"{at}issue/", told=chief.client.get(at).context["told"])
    found.refresh_from_db()
    assert found.is_issued and found.amended and found.plain.amended
    word = Document(BytesIO(bytes(found.files.get(format="docx").content)))
    assert "　签发人改定" in "".join(p.text for p in word.paragraphs)
    event = Event.objects.get(verb="issue_bulletin")
    assert (event.before["amended"], event.after["amended"]) == (False, True)
    return found


def matter_is_followed(clerk, chief, officer):
    unit = officer.user.posts.get().unit_id
    said = {"matter": "进度滞后", "requirements": "赶上", "source": "调度", "due_on": "2025-05-08"}
    clerk.press("/supervision/open/", level="blue", lead=unit, **said)
    at = f"/supervision/{SupervisionNotice.objects.get().pk}/"
    for who, verb in (
        (clerk, "propose"),
        (chief, "approve"),
        (officer, "acknowledge"),
        (officer, "respond"),
        (clerk, "settle"),
        (chief, "close_out"),
        (clerk, "archive"),
    ):
        proof = {"file": SimpleUploadedFile(*SCAN)} if verb == "respond" else {}
        who.press(f"{at}{verb}/", text="已办理", **proof)
    assert SupervisionNotice.objects.get().state == "archived"


def waits_for(person):
    return any(todo.button == "审核" for todo in lists.to_do_of(Holder(person)))


def test_who_wrote_a_word_of_a_draft_does_not_pass_it_whoever_wrote_last(two, quick_press):
    """A drafts, B rewrites a paragraph, A adds a word and proposes: B does not pass it."""
    clerk, chief = two[0].user, two[1].user
    other, third = (cast.person(name, Role.OFFICE) for name in ("other", "third"))
    made = drafting.draft(clerk, read(MARCH), MONTH)
    body = [p.text for p in made.whole.body]
    for author, place in ((other, 1), (clerk, 2)):
        made.refresh_from_db()
        body[place] += "请各单位核对。"
        drafting.write(author, made, made.revision, typed(made, body=body))
    made.refresh_from_db()
    issuing.move(clerk, "propose", made)
    for author in (clerk, other):
        with pytest.raises(Refused, match="自己拟的、改的稿要由另一位同志审核"):
            issuing.move(author, "pass", made)
    assert [waits_for(p) for p in (clerk, other, third, chief)] == [False, False, True, True]
    issuing.move(third, "pass", made)
    signed = make.sign(chief, made)
    assert not signed.amended and "签发人改定" not in signed.plain.amended_note


def test_who_signs_does_not_pass_what_nobody_else_has_written(two):
    clerk, chief = two[0].user, two[1].user
    made = drafting.draft(chief, read(MARCH), MONTH)
    issuing.move(chief, "propose", made)
    with pytest.raises(Refused, match="自己拟的、改的稿要由另一位同志审核"):
        issuing.move(chief, "pass", made)
    assert waits_for(clerk) and not waits_for(chief)
