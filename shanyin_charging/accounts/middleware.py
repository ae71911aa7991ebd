"""What holds for every page of a signed-in person."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from shanyin_charging import serving
from shanyin_charging.accounts.requests import Request
from shanyin_charging.audit.presses import came_from

log = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]
HELD = "held form"
NEVER_HELD = ("change_password", "sign_in", "sign_in_code", "second")
CHOSEN = "county"  # in the session: which of their counties somebody from above reads
OF_NO_COUNTY = (
    *("counties", "county", "contact", "change_password", "second"),
    *("sign_in", "sign_in_code", "sign_out"),
)
READS_ONLY = "上级账号只查看，不办理；没有改动任何内容"


class SessionsMiddleware(SessionMiddleware):
    """An answer stands, also where the database cannot note any more that somebody was there."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer; what has changed of the session is kept, unless the page had failed."""
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return response
        try:
            return super().process_response(request, response)
        except (DatabaseError, SessionInterrupted) as fault:
            if not cannot_write(fault):
                raise
            log.warning("a session was not kept: %s", fault)
            return response


def cannot_write(error: BaseException | None) -> bool:
    """Whether the database is held, full or away, and not the session ended meanwhile, which Django
    tells alike."""
    while error and not isinstance(error, OperationalError | InternalError | InterfaceError):
        error = error.__context__
    return error is not None


class FirstPasswordMiddleware:
    """Nobody works with a password that somebody else has made."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """The page; that of the password as long as it must be changed."""
        user = request.user
        allowed = (reverse("change_password"), reverse("sign_out"))
        if user.is_authenticated and user.must_change_password and request.path not in allowed:
            return redirect("change_password")
        return self.get_response(request)


class CountyMiddleware:
    """Serves everybody their county: those who read several the one that they have chosen, and of
    it they press nothing. Who has not signed in is served the portal's own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, with the county served all the while."""
        reads = request.method in ("GET", "HEAD")  # by which nothing is written
        with serving.of(county_of(request), reads):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Of who reads several counties: to their list before one is chosen, and no presses."""
        page = request.resolver_match.url_name if request.resolver_match else ""
        user = request.user
        if not (user.is_authenticated and user.reads_counties) or page in OF_NO_COUNTY:
            return None
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied(READS_ONLY)
        return None if county_of(request) else redirect("counties")


def county_of(request: HttpRequest) -> str | None:
    """The division code of the county that the person is served; None where there is none yet."""
    user = request.user
    if not user.is_authenticated:
        return None
    if not user.reads_counties:
        return user.division
    if request.path_info == reverse("counties"):  # the list of all is in none of them
        return None
    chosen = request.session.get(CHOSEN, "")
    return chosen if chosen and user.reads(chosen) else None


class KeepTypingMiddleware(LoginRequiredMiddleware):
    """Asks who is there. A form sent in after the session ended is held, signed, in the sign-in
    page, so that nothing typed is lost; what sends by script is told so and keeps it itself."""

    def handle_no_permission(  # type: ignore[override]  # not every way redirects
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        """The way to the door, with what was typed."""
        if "X-Autosave" in request.headers:
            message = "登录已过期：填的内容先存在本机上，重新登录后回到本页会自动恢复"
            return JsonResponse({"message": message}, status=401)
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        if unkept(request):  # and after signing in to the page, not to where it was sent
            return redirect_to_login(came_from(request), self.get_login_url(view_func))
        return render(
            request,
            "accounts/sign_in.html",
            {
                "form": AuthenticationForm(request),
                "held": hold(request),
                "action": reverse("sign_in"),
            },
            status=401,
        )


def unkept(request: HttpRequest) -> bool:
    """Whether what was sent cannot be held: a file, or a password."""
    page = request.resolver_match.url_name if request.resolver_match else ""
    return bool(request.FILES) or page in NEVER_HELD


def hold(request: HttpRequest) -> str:
    """What was sent and where to, as signed text."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    return signing.dumps([request.get_full_path(), fields], salt=HELD, compress=True)


def held(text: str) -> tuple[str, list[tuple[str, str]]]:
    """(path, fields) of held text; raises BadSignature for anything else or older than a day."""
    path, fields = signing.loads(text, salt=HELD, max_age=24 * 3600)
    return path, fields


class PrivatePagesMiddleware:
    """Pages of signed-in people are kept by no cache."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, with the header that forbids keeping it."""
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response
