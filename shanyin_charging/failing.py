"""What is answered where the portal itself cannot: nothing here asks the database, and nothing that
was typed is lost."""

import errno
import sys
from collections.abc import Iterator
from http import HTTPStatus

from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDictKeyError

from shanyin_charging import refusals
from shanyin_charging.audit.once import FIELD
from shanyin_charging.incoming import SECRET
from shanyin_charging.stored import StoreAway

HELD = ("locked", "lock timeout", "deadlock", "canceling statement")
SOON = 15  # seconds after which it is worth another try
FULL = (
    *("disk is full", "readonly database", "disk I/O"),
    *("No space left", "could not extend", "read-only transaction"),
)
ON_THE_DISK = (errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EACCES, errno.EIO)
WORDS = {
    "held": ("系统正忙", "数据库正被占用，这一步没有办，也没有改动任何内容。请等一会儿再试。"),
    "disk": (
        "服务器存不下",
        "服务器的磁盘已满或不能写入，这一步没有办。请告诉系统管理员。",
    ),
    "away": (
        "系统正忙",
        "和数据库的连接断了，这一步不一定办成了。请等一会儿再试一次：已经办成的，不会再办一次。",
    ),
    "store": (
        "存放文件的服务没有回应",
        "这一步没有办，也没有改动任何内容。请过半分钟再试；一直这样请告诉系统管理员。",
    ),
    "memory": (
        "系统正忙",
        "服务器的内存不够，这一步不一定办成了。请等一会儿再试一次：已经办成的，不会再办一次。",
    ),
    "fault": (
        "系统出错了",
        "刚才的操作没有保存，其余内容不受影响。请再试一次。",
    ),
}
WAITS = ("held", "away", "store", "memory")  # for others, who come to an end
NOT_TYPED = ("csrfmiddlewaretoken", FIELD, "seen", "key")


def failed(request: HttpRequest) -> HttpResponse:
    """The page of what went wrong: try again, with what was typed still in hand. What only somebody
    can have sent who used no page of ours is theirs, and a refusal."""
    error = sys.exc_info()[1]
    if is_theirs(error):
        return refusals.bad_request(request, None)
    kind = kind_of(error)
    heading, sentence = WORDS[kind]
    status = HTTPStatus.INTERNAL_SERVER_ERROR if kind == "fault" else HTTPStatus.SERVICE_UNAVAILABLE
    if "X-Autosave" in request.headers:
        answer: HttpResponse = JsonResponse({"message": f"{heading}，填的内容先存在本机上"})
    else:
        answer = HttpResponse(render_to_string("500.html", shown(request, heading, sentence)))
    answer.status_code = status
    if kind in WAITS:
        answer["Retry-After"] = str(SOON)
    return answer


def kind_of(error: BaseException | None) -> str:
    """What it was: a database that others hold, or that is away and may have done it; a disk that
    takes nothing more; a store of files that is away; no memory to be had, be it for the answer
    only; or a fault of ours."""
    if isinstance(error, StoreAway):
        return "store"
    number = error.errno if isinstance(error, OSError) else None
    if number in ON_THE_DISK or any(word in str(error) for word in FULL):
        return "disk"
    if number == errno.ENOMEM or isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, OperationalError | InterfaceError):
        return "held" if any(word in str(error) for word in HELD) else "away"
    return "fault"


def is_theirs(error: BaseException | None) -> bool:
    """Whether something is missing that each form has, or longer or larger than any table
    takes, or a day after which there is none."""
    too_long = isinstance(error, IntegrityError) and "too long" in str(error)
    too_late = isinstance(error, OverflowError) and "date value" in str(error)
    return too_long or too_late or isinstance(error, DataError | MultiValueDictKeyError)


def shown(request: HttpRequest, heading: str, sentence: str) -> dict[str, object]:
    """What the page shows: what was typed on a page of our own, and a button that sends it once
    more."""
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    fields = list(sent(request)) if own and request.method == "POST" else []
    typed = [value for name, value in fields if name not in NOT_TYPED and value.strip()]
    return {
        "heading": heading,
        "sentence": sentence,
        "fields": fields,
        "typed": typed,
        "path": request.get_full_path(),
        "token": get_token(request) if fields else "",
        "again": "" if request.method == "POST" else request.get_full_path(),
    }


def sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """The fields of a form but its token; none of one with a secret or a file in it."""
    if request.FILES or any(SECRET in name for name in request.POST):
        return
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken":
            yield from ((name, value) for value in values)
