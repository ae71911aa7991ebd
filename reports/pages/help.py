"""帮助: what people of a role do here, in steps; one's own first, and everybody's to be read."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from reports.pages.guides import GUIDES
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from targets.models import Post


def help_(request: Request, role: str = "") -> HttpResponse:
    """The guide of a role, or of the person's own."""
    role = role or own(request.user)
    if role not in GUIDES:
        raise Http404
    tabs = [(code, guide.name, code == role) for code, guide in GUIDES.items()]
    return render(request, "help/guide.html", {"guide": GUIDES[role], "tabs": tabs})


def own(user: User) -> str:
    """The guide of what the person is: who only checks for a unit reads the checker's."""
    posts = Post.objects.held_by(user, clock.today())
    checks_only = posts and all(post.checks for post in posts)
    return "checker" if checks_only else user.role
