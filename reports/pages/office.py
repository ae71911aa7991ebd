"""办公室、报头和编号: the office's names, how it is reached, where its numbers go on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from reports.bulletins import numbering
from reports.pages.office_forms import NumbersForm, OfficeForm
from shanyin_charging import office as reached
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Letterhead
from targets.plan import queries
from targets.rulings import record, rules, stating


def office(request: Request) -> HttpResponse:
    """Both forms; the numbers are for the head of the office, who rules."""
    if not rules.can_state_office(request.user):
        raise Http404
    county = queries.served()
    head = Letterhead.objects.get(area=county)
    seen = {"names": stating.seen_of(head), "numbers": record.seen_of(county, numbering.BEFORE)}
    known = {"telephone": reached.telephone(head)}
    asked, series = request.POST.get("what", ""), numbering.this_year(county)
    typed = request.POST if request.method == "POST" else None
    names = OfficeForm(typed if asked == "names" else None, instance=head, initial=known)
    numbers = NumbersForm(typed if asked == "numbers" else None, series)
    if typed is not None and (done := press(request, asked, names, numbers)):
        return done
    context = {
        "head": Letterhead.objects.get(area=county),
        "names": names,
        "numbers": numbers,
        "series": series,
        "may_rule": rules.can_rule(request.user),
        "seen": seen,
    }
    return render(request, "reports/office.html", context)


def press(
    request: Request, asked: str, names: OfficeForm, numbers: NumbersForm
) -> HttpResponse | None:
    """Do what was pressed; None when its form is to be shown again."""
    form = {"names": names, "numbers": numbers if rules.can_rule(request.user) else None}.get(asked)
    if form is None:
        raise Http404
    if not form.is_valid():
        return None
    try:
        done = keep(request, form)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, "已登记" if done else "没有改动")
    if lacking := reached.unanswered(reached.address(queries.letterhead())):
        messages.warning(request, f"{lacking}；请管机器的人加上")
    return redirect("office")


def keep(request: Request, form: OfficeForm | NumbersForm) -> bool:
    """What was typed, upon what was seen; whether it changed anything. Raises Refused."""
    seen, given = request.POST.get("seen", ""), form.cleaned_data
    if isinstance(form, NumbersForm):
        number = given["document_no"]
        return bool(numbering.state_before(request.user, form.told(), number, seen))
    told = {name: given[name] for name in stating.STATED}
    return stating.state(request.user, told, given["on"], seen)
