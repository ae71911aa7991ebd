"""待办: the page one begins at."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from ledger.models import State, Submission
from reports.pages import navigation
from reports.supervision import desk, todo
from shanyin_charging.accounts.requests import Request


def home(request: Request) -> HttpResponse:
    """待办: one sentence and one button for each todo."""
    user = request.user
    if (first := navigation.first_page(user.role)) != "home":
        return redirect(first)
    return render(
        request,
        "reports/home.html",
        {
            "duties": todo.to_do_of(user),
            **(desk.of_the_office() if user.reviews else {}),
            "strips": todo.strips_of(user) if user.fills_returns else [],
            "history": Submission.objects.visible_to(user)
            .exclude(state=State.DRAFT)
            .select_related("unit", "period")
            .order_by("-period__starts_on")[:12]
            if user.fills_returns
            else [],
        },
    )
