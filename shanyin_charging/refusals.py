"""What is answered where the portal does not do what was asked for: in its own words, on a page
that looks like it and leads back."""

import logging
import re
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from shanyin_charging.accounts.middleware import unkept
from shanyin_charging.archive.genuine import NotGenuine
from shanyin_charging.audit.presses import came_from, held

log = logging.getLogger(__name__)
OURS = re.compile(r"[\u4e00-\u9fff]")  # words of the portal, not of what it is built of
STILL_THERE = "填的内容还在上一页：按浏览器的“后退”就能看到。"
NOT_OFFERED = (
    "没有办理",
    "送来的内容和这一页提供的不一样，或者太长，没有办理，也没有改动任何内容。请回到那一页，刷新后再办。"
    + STILL_THERE,
)
WORDS = {
    HTTPStatus.BAD_REQUEST: (
        "没有收下",
        "送来的内容太多，或者不完整，没有办理。请减少内容，分几次提交。" + STILL_THERE,
    ),
    HTTPStatus.FORBIDDEN: ("不能办理", "您的角色或岗位不能办这件事，没有改动任何内容。"),
    HTTPStatus.NOT_FOUND: (
        "没有这一页",
        "地址可能写错了，它说的内容可能已经删去，或者不在您的权限范围内。",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        "这个地址只用来提交",
        "没有办理，也没有改动任何内容。请回到原来的页面，在那里按按钮。",
    ),
}
WAITS = (
    "数据库暂时没有回应",
    "可能有人正在办大批的事，或者数据库在重新启动。请过半分钟刷新这一页；一直这样请告诉管理员。",
)
NOT_GENUINE = {  # of what a page offers as the original, by what became of it
    HTTPStatus.GONE: ("文件不在了", "“{name}”的文件不在了，没有别的可以代替它。"),
    HTTPStatus.CONFLICT: (
        "文件被换过",
        "“{name}”的文件和登记的摘要不符，不是当初的那一个，不能当原件打开。",
    ),
}
FROM_THE_BACKUP = "请告诉系统管理员，由他从备份里找回。"
EXPIRED = (
    "页面放置太久，已经过期",
    "没有办理。请回到那一页，刷新后再提交一次；已存入草稿的内容不会丢失。",
)


def page(
    request: HttpRequest | None, status: HTTPStatus, words: tuple[str, str] | None = None
) -> HttpResponse:
    """The page of a refusal, with a way back where one is known; without a request it asks nobody
    who is there."""
    heading, sentence = words or WORDS[status]
    before = came_from(request) if request else "/"
    back = before if request and before not in ("/", request.path) else ""
    context = {"heading": heading, "sentence": sentence, "back": back}
    return HttpResponse(render_to_string("refusal.html", context, request), status=status)


def bad_request(request: HttpRequest, exception: Exception | None) -> HttpResponse:
    """Too much was sent, no page offered it, or the address names another host: nothing of the
    request is read."""
    large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | DisallowedHost)
    return page(None, HTTPStatus.BAD_REQUEST, None if large else NOT_OFFERED)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Somebody asked for what is not theirs to do."""
    return page(request, HTTPStatus.FORBIDDEN, said_of(HTTPStatus.FORBIDDEN, exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page, in the words of who found that out, where there are any."""
    return page(request, HTTPStatus.NOT_FOUND, said_of(HTTPStatus.NOT_FOUND, exception))


def said_of(status: HTTPStatus, exception: Exception) -> tuple[str, str]:
    """The heading, and the words of who refused, where there are any."""
    said = exception.args[0] if exception.args else ""
    ours = isinstance(said, str) and OURS.search(said)
    heading, sentence = WORDS[status]
    return heading, f"{said}。" if ours else sentence


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A press without the token of this session: what was typed on a page of the portal's own is
    shown once more, to be pressed with a token of now; what comes from elsewhere never is."""
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if own and request.user.is_authenticated and not unkept(request):
        return held(request, HTTPStatus.FORBIDDEN)
    return page(request, HTTPStatus.FORBIDDEN, EXPIRED)


class RefusalMiddleware:
    """Gives a page to what is refused without one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, in words."""
        answer = self.get_response(request)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return answer
        spoken = page(request, HTTPStatus.METHOD_NOT_ALLOWED)
        spoken["Allow"] = answer["Allow"]
        return spoken

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Of a file that is not the one that was handed in or issued; of a page that the database
        did not give: others held it, or it is gone. Presses have an answer of their own."""
        if isinstance(error, NotGenuine):
            return of_no_genuine(request, error)
        if not isinstance(error, OperationalError) or request.method not in ("GET", "HEAD"):
            return None
        log.error("the database did not answer", exc_info=error)
        spoken = page(None, HTTPStatus.SERVICE_UNAVAILABLE, WAITS)
        spoken["Retry-After"] = "30"
        return spoken


def of_no_genuine(request: HttpRequest, error: NotGenuine) -> HttpResponse:
    """Nothing is given in the place of a file that is gone or was replaced."""
    status = HTTPStatus.GONE if error.gone else HTTPStatus.CONFLICT
    heading, sentence = NOT_GENUINE[status]
    return page(request, status, (heading, sentence.format(name=error) + FROM_THE_BACKUP))
