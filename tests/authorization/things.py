"""One thing of each kind in the county that is served, with the address of each kind of page."""

import hashlib
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.models import (
    Attachment,
    Construction,
    ConstructionWord,
    Kind,
    LineKind,
    Submission,
    Upload,
)
from reports.announcing import course as announcing
from reports.bulletins import drafting, issuing
from reports.checking import visiting
from reports.checking.visiting import Found
from reports.coordination import raising
from reports.documents.kinds import MONTH
from reports.figures.reading import read
from reports.meetings import packing
from reports.models import (
    CheckPicture,
    Instruction,
    Meeting,
    Naming,
    NoticeFile,
    Round,
    StampedScan,
    Suggestion,
)
from reports.models import SupervisionNotice as Notice
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from targets.models import Intake, Plan, Post, Unit
from targets.months import Month
from targets.plan import queries
from tests import cast, make, snapshots

MARCH = Month(2025, 3)
DIGEST = hashlib.sha256(b"%PDF-1.7").hexdigest()
FILE = {"name": "x.pdf", "content_type": "application/pdf", "sha256": DIGEST}
PEOPLE = {  # account: role, and of which of the two units an officer is
    "officer": (Role.OFFICER, 0),
    "neighbour": (Role.OFFICER, 1),
    "former": (Role.OFFICER, None),
    "office": (Role.OFFICE, None),
    "chief": (Role.CHIEF, None),
    "leader": (Role.LEADER, None),
    "admin": (Role.ADMIN, None),
    "auditor": (Role.AUDITOR, None),
}


def people_of(units, after=""):
    """Everybody of a county; `former` held a post of the first unit until yesterday."""
    found = {
        name: cast.person(f"{name}{after}", role, None if at is None else units[at])
        for name, (role, at) in PEOPLE.items()
    }
    first = Unit.objects.served().get(code=units[0])
    Post.objects.create(
        user=found["former"], unit=first, starts_on="2024-01-01", ends_on="2025-04-01"
    )
    return found


def pdf():
    """A file that may come in."""
    return SimpleUploadedFile("x.pdf", b"%PDF-1.7")


def things_of(people, unit, piles, word="", serial=1):
    """Arguments of each address, of things of one unit and of the county; the word is in all that
    is written, the serial tells the numbers of one unit's from another's."""
    officer, office, now = people["officer"], people["office"], clock.now()
    county, own = queries.served(), Unit.objects.served().get(code=unit)
    lines = [(LineKind.ADDED, piles)]
    approved = make.approved(officer, office, MARCH, unit, lines)
    line = approved.current.lines.get()
    entry = line.entries.exclude(site=None).first()
    mending = Submission.objects.create(period=approved.period, unit=own, kind=Kind.CORRECTION)
    mending.versions.create(number=1, key=f"mending {unit}")
    photo = snapshots.taken()
    shown = {"content_type": "image/jpeg", "sha256": hashlib.sha256(photo).hexdigest()}
    unseen = Attachment.objects.create(
        submission=mending,
        file=ContentFile(photo, "x.jpg"),
        size=8,
        uploaded_by=officer,
        uploaded_at=now,
        original_sha256="2" * 64,
        name=f"{word}草稿里的.jpg",
        **shown,
    )
    file = Attachment.objects.create(
        submission=approved,
        file=ContentFile(b"%PDF-1.7", "x.pdf"),
        size=8,
        uploaded_by=officer,
        uploaded_at=now,
        original_sha256=FILE["sha256"],
        **FILE,
    )
    seen = Attachment.objects.create(
        submission=approved,
        name="x.jpg",
        file=ContentFile(photo, "x.jpg"),
        size=8,
        original_sha256="1" * 64,
        **shown,
        uploaded_by=officer,
        uploaded_at=now,
    )
    issued = drafting.draft(office, read(MARCH), MONTH, "")
    issuing.move(office, "propose", issued)
    issuing.move(people["chief"], "pass", issued)
    issued = make.sign(people["chief"], issued)
    draft = drafting.draft(office, read(MARCH), MONTH, "")
    naming = Naming.objects.create(
        bulletin=draft, unit=own, text=f"{word}滞后", told_at=now, answer_by=now
    )
    said = {"matter": f"{word}进度滞后", "requirements": f"{word}赶上", "source": f"{word}规则"}
    notice = Notice.objects.create(
        county=county,
        level="blue",
        lead=own,
        due_on="2025-05-01",
        made_by=office,
        made_at=now,
        state="assigned",
        assigned_at=now,
        year=2025,
        serial=serial,
        topic="x",
        number=f"督〔2025〕{serial}号",
        approver="chief",
        **said,
    )
    step = notice.steps.create(verb="respond", actor="x", at=now)
    notice_file = NoticeFile.objects.create(step=step, content=b"%PDF-1.7", **FILE)
    scan = StampedScan.objects.create(
        notice=notice, size=8, content=b"%PDF-1.7", filed_by=office, filed_at=now, **FILE
    )
    project = Construction.objects.create(
        county=county, unit=own, name=f"{word}工地", area=entry.area, site_kind="x", line=line
    )
    ConstructionWord.objects.create(
        construction=project,
        line=line,
        period=approved.period,
        on="2025-03-31",
        stage="grid",
        dc=1,
        obstacle_kind="power",
        obstacle=f"{word}等增容",
        expected_on="2025-06-30",
        recorded_at=now,
        recorded_by="x",
    )
    matter = raising.raise_matter(officer, own, "power", f"{word}请增容", f"{word}广场")
    site = entry.site
    drawn, seen_there = (
        Round.objects.create(
            county=county,
            held_on=now.date(),
            among=f"{word}全部有桩的站点",
            asked="1处",
            seed=f"{unit}-{number}",
            pool=[site.pk],
            people=["甲", "乙"],
            first="甲",
            second="乙",
            made_by=office,
            made_at=now,
        ).visits.create(site=site, unit=own, position=1)
        for number in (1, 2)
    )
    (finding,) = visiting.record(office, seen_there, Found(1, 0, 0, 0, words=f"{word}少了"))
    looked = CheckPicture.objects.create(
        visit=seen_there,
        name="x.jpg",
        file=ContentFile(photo, "x.jpg"),
        size=8,
        original_sha256="2" * 64,
        **shown,
        uploaded_by=office,
        uploaded_at=now,
    )
    day = now.date() + timedelta(days=serial - 1)
    meeting = Meeting.objects.create(
        county=county, held_on=day, subject=f"{word}调度", made_by=office, made_at=now
    )
    pack = packing.pack(office, meeting)
    told = announcing.write(office, f"{word}会议通知", f"{word}请参加", [own], pdf())
    announcing.move(office, "send", told)
    draft_word = announcing.write(office, f"{word}草稿", f"{word}请准备", [own])
    word = Instruction.objects.create(
        county=county,
        about=f"unit:{unit}",
        about_text="0台",
        unit=own,
        text=f"{word}抓紧",
        by=people["leader"],
        at=now,
    )
    idea = Suggestion.objects.create(text=f"{word}好用", by=officer, at=now)
    kept = {
        "sha256": hashlib.sha256(b"PK").hexdigest(),
        "size": 1,
        "sheets": [],
        "uploaded_by": officer,
        "replacing": False,
    }
    kept["file"] = ContentFile(b"PK", "x.xlsx")
    month = Upload.objects.create(
        period=approved.period, unit=own, name=f"{word}月报.xlsx", uploaded_at=now, **kept
    )
    listed = Upload.objects.create(unit=own, name=f"{word}清单.xlsx", uploaded_at=now, **kept)
    written = Upload.objects.create(
        unit=own, name=f"{word}写入的.xlsx", uploaded_at=now, confirmed_at=now, **kept
    )
    intake = Intake.objects.create(
        name=f"{word}方案.xlsx", sheets={}, brought_by=people["chief"], brought_at=now
    )
    plan = Plan.objects.served().first()
    post = officer.posts.get()
    period = {"period_id": approved.period_id}
    return {
        "of a unit's return": {**period, "unit_code": unit},
        "of a period": period,
        "submission": {"pk": approved.pk},
        "line": {"line_pk": line.pk},
        "correction": {"pk": mending.pk},
        "attachment": {"pk": file.pk},
        "picture": {"pk": seen.pk},
        "picture of a draft": {"pk": unseen.pk},
        "upload": {"pk": month.pk},
        "list": {"pk": listed.pk},
        "written list": {"pk": written.pk},
        "draft paper": {"pk": draft.pk},
        "issued paper": {"pk": issued.pk},
        "two papers": {"pk": issued.pk, "other": issued.pk},
        "naming": {"pk": naming.pk},
        "notice": {"pk": notice.pk},
        "notice file": {"pk": notice_file.pk},
        "scan": {"pk": scan.pk},
        "word": {"pk": word.pk},
        "matter": {"pk": matter.pk},
        "round": {"pk": drawn.round_id},
        "drawn site": {"pk": drawn.pk},
        "visit": {"pk": seen_there.pk},
        "finding": {"pk": finding.pk},
        "picture of a visit": {"pk": looked.pk},
        "announcement": {"pk": told.pk},
        "draft announcement": {"pk": draft_word.pk},
        "project": {"pk": project.pk},
        "idea": {"pk": idea.pk},
        "meeting": {"pk": meeting.pk},
        "pack": {"pk": pack.pk},
        "intake": {"pk": intake.pk},
        "person": {"pk": officer.pk},
        "post": {"pk": officer.pk, "post_id": post.pk},
        "site": {"pk": entry.site_id},
        "unit": {"code": unit},
        "plan": {"code": plan.code},
        "of a plan": {"plan": plan.code},
    }
