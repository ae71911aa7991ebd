"""What people of each role are told to do, in steps, with the picture of the page. Words in “” are
those of the pages: a test looks for them."""

from reports.pages.guides.guide import Guide
from reports.pages.guides.office import CHIEF, OFFICE
from reports.pages.guides.readers import ABOVE, ADMIN, AUDITOR, LEADER
from reports.pages.guides.units import CHECKER, OFFICER

GUIDES: dict[str, Guide] = {
    "officer": OFFICER,
    "checker": CHECKER,
    "office": OFFICE,
    "chief": CHIEF,
    "leader": LEADER,
    "admin": ADMIN,
    "auditor": AUDITOR,
    "above": ABOVE,
}
