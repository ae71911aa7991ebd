"""What lists say of anything that stays open until somebody ends it: how far it is, whether it is
late, for how many days."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reports.models import Finding, Matter
from shanyin_charging import clock


class LastingCells:
    """The cells of such a thing in the columns `state` and `days` of a list."""

    def render_state(self, record: Matter | Finding) -> SafeString:
        """How far it is, marked once its day has passed."""
        context = {"record": record, "is_late": record.is_overdue(clock.today())}
        return render_to_string("reports/_lasting_state.html", context)

    def value_state(self, record: Matter | Finding) -> str:
        """How far it is, and whether its day has passed."""
        late = "（已过时限）" if record.is_overdue(clock.today()) else ""
        return f"{record.get_state_display()}{late}"

    def render_days(self, record: Matter | Finding) -> int:
        """For how long it is open, or was."""
        return record.days_open(clock.today())
