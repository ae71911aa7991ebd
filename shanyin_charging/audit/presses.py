"""The door of every press: the first one is answered by its page, the same one again by what the
first was answered."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from shanyin_charging.offered import NotOffered

from . import once, resuming
from .models import Press

PATIENCE, PAUSE = 20.0, 0.05  # seconds to wait for the answer of a first that is still at work
HELD_UP = 3.0  # seconds, where others held what was needed
AGAIN = "这一步已经办过，没有重复办理；结果见本页"
AT_WORK = "这一步正在办理，请稍后刷新页面看结果"
ANOTHERS = "这一页是用另一个账号打开的，没有办；填的内容只有那个账号能看到"
LOCKED = (
    "locked",
    "deadlock",
    "lock timeout",
)  # of what the two engines say when others hold what is needed
KEEPING = ("fill_return", "bulletin_at", "attach")
LONGEST = 100  # characters of a key
COUNTED, TOLD = "counted", 5  # the cookie that tells the page of its press, and of how many
SECRET = "\ue000"  # stands in a kept answer for what is not to be stored


class OnceMiddleware:
    """Gives each request that changes something its press, and the same press its one answer.

    A press without a key, from a page of an older version, is held and shown once more with a key.
    What keeps a draft by itself is no press.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, and what is kept of it."""
        token = once.current.set(None)
        try:
            answer = self.get_response(request)
            return settled(request, answer)
        finally:
            once.current.reset(token)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """The first answer where the press was made before; who is not signed in goes on to the
        door. The page of one account presses nothing for another."""
        if request.method != "POST":
            return None
        key = request.POST.get(once.FIELD, "")
        if request.user.is_authenticated and once.whose(key) not in (None, request.user.pk):
            return of_another(request)
        if keeps_a_draft(request):
            return None
        if not key:
            return held(request) if request.user.is_authenticated else None
        if not is_key(key):
            raise NotOffered("no page gives such a key")
        found = once.pressing(request, key)
        once.current.set(found)
        first = Press.objects.filter(digest=found.digest).first()
        if first and first.answer is None and request.META.get(once.BY_A_WORKER, 0) > 1:
            first.answer = {"to": "", "told": [(messages.INFO, AGAIN)]}  # who did it has died
            first.save(update_fields=["answer"])
        return again(request, first) if first and request.user.is_authenticated else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The first answer, whatever this one stumbled on: the same press came in at once, and the
        first has done by now what this one could not do a second time. Else the fault is told."""
        if (found := once.current.get()) is None:
            return None
        held_up = isinstance(error, OperationalError) and any(w in str(error) for w in LOCKED)
        until = time.monotonic() + (HELD_UP if held_up else 0)
        others = Press.objects.filter(digest=found.digest).exclude(request=found.request)
        while (first := others.first()) is None and time.monotonic() < until:
            time.sleep(PAUSE)
        return again(request, first) if first else None


def is_key(text: str) -> bool:
    """Whether a page can have given it, and a cookie can hold it."""
    return text.isascii() and text.isprintable() and len(text) <= LONGEST


def keeps_a_draft(request: HttpRequest) -> bool:
    """Whether a draft keeps itself while it is typed into, without anybody pressing."""
    page = request.resolver_match.url_name if request.resolver_match else ""
    return page in KEEPING and "X-Autosave" in request.headers


def settled(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer, kept for the same press; that of the first where this one came second."""
    found = once.current.get()
    made = Press.objects.filter(digest=found.digest).first() if found else None
    if not found or not made:
        return with_words(request, answer) if found else answer
    if made.request != found.request:
        return again(request, made, answer)
    told = [(m.level, str(m.message).replace(found.secret, SECRET)) for m in said(request)]
    made.answer = {"to": answer.get("Location", ""), "told": told}
    made.save(update_fields=["answer"])
    return counts(request, answer, found.key)


def counts(request: HttpRequest, answer: HttpResponse, key: str) -> HttpResponse:
    """The answer, telling the browser that the press has counted: what it has kept of what was
    typed may go."""
    keys = [*filter(is_key, request.COOKIES.get(COUNTED, "").split("|")), key][-TOLD:]
    secure = settings.SESSION_COOKIE_SECURE
    answer.set_cookie(COUNTED, "|".join(keys), samesite="Strict", secure=secure)
    return answer


def with_words(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """A refusal that leads to another page says there what was typed, which its form has not kept;
    what is picked from a list or is a number is soon done again."""
    refused = any(message.level == messages.ERROR for message in said(request))
    typed = [
        value.strip()
        for name, values in request.POST.lists()
        for value in values
        if "password" not in name and resuming.CHINESE.search(value)
    ]
    if refused and typed and "Location" in answer:
        messages.warning(request, f"您刚才填的：{'；'.join(typed)}")
    return answer


def again(request: HttpRequest, first: Press, own: HttpResponse | None = None) -> HttpResponse:
    """What the first press was answered, waited for while it is at work; `own` stands where it was
    no other page."""
    found = once.current.get()
    assert found, "only a press can come again"
    once.current.set(None)
    until = time.monotonic() + PATIENCE
    while first.answer is None and time.monotonic() < until:
        time.sleep(PAUSE)
        first.refresh_from_db()
    if first.answer and not first.answer["to"] and own:
        return own
    said(request).clear()
    for level, text in (first.answer or {"told": [(messages.WARNING, AT_WORK)]})["told"]:
        messages.add_message(request, level, text.replace(SECRET, found.secret))
    if first.answer and not first.answer["to"] and not first.answer["told"]:
        messages.info(request, AGAIN)
    to = first.answer["to"] if first.answer else ""
    return counts(request, redirect(to or came_from(request)), found.key)


def of_another(request: HttpRequest) -> HttpResponse:
    """Nothing is done: somebody else has signed in in this browser since the page was opened."""
    if "X-Autosave" in request.headers:
        return JsonResponse({"message": ANOTHERS}, status=409)
    messages.error(request, ANOTHERS)
    return redirect(came_from(request))


def said(request: HttpRequest) -> list[Message]:
    """What this request has told the person so far; Django has no public door to it."""
    queued: list[Message] = getattr(messages.get_messages(request), "_queued_messages", [])
    return queued


def held(request: HttpRequest, status: int = 409) -> HttpResponse:
    """What was sent without a key, or with an old token, to be pressed once more; a file has to be
    chosen again."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    return render(
        request,
        "accounts/resume.html",
        {
            **resuming.told(request.get_full_path(), fields),
            "keyed": once.FIELD in request.POST,
            "files": bool(request.FILES),
        },
        status=status,
    )


def came_from(request: HttpRequest) -> str:
    """The path of the portal's page that the press came from, else home."""
    given = urlsplit(request.headers.get("Referer", ""))
    return given.path if given.netloc == request.get_host() and given.path else "/"
