"""The one door by which what people send comes in: cleaned, of bounded size, and nothing that no
page offers."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from shanyin_charging import refusals, scanning
from shanyin_charging.cleaning import cleaned
from shanyin_charging.offered import NotOffered

MEGABYTE = 1024 * 1024
MOST_TEXT = 500_000  # characters of one field: a pasted table of thousands of rows
MOST_BYTES = 100 * MEGABYTE  # of one press with its files
MOST_OF_A_STRANGER = 12 * MEGABYTE  # who may be somebody whose session has ended
SECRET = "password"  # in the name of a field that is taken as it was typed
TOO_LARGE = (
    "没有收下",
    "一次送来的文件太多或太大，没有办理。请分几次上传，每次合计不超过{most}兆；登录已过期的，请先登录。",
)


class IncomingMiddleware:
    """Cleans what comes in before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to what was sent, cleaned."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, arguments: tuple, named: dict
    ) -> HttpResponse | None:
        """Clean it; of an address with what is no text in it there is no page."""
        if any(isinstance(part, str) and cleaned(part) != part for part in named.values()):
            raise Http404
        request.GET = of_text(request.GET)  # type: ignore[assignment]  # as immutable
        if request.method == "POST":
            if answer := too_large(request):
                return answer
            request.POST = of_text(request.POST)  # type: ignore[assignment]  # the same
            return taken_in([file for _, files in request.FILES.lists() for file in files])
        return None


def too_large(request: HttpRequest) -> HttpResponse | None:
    """The page that says so, before any of it is read."""
    told = request.META.get("CONTENT_LENGTH") or ""
    if (size := int(told) if told.isdecimal() else 0) <= MOST_OF_A_STRANGER:
        return None
    most = MOST_BYTES if request.user.is_authenticated else MOST_OF_A_STRANGER
    if size <= most:
        return None
    heading, sentence = TOO_LARGE
    words = heading, sentence.format(most=most // MEGABYTE)
    return refusals.page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)


def of_text(given: QueryDict) -> QueryDict:
    """The same fields with clean text; raises NotOffered for one that is longer than any page
    takes."""
    found = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        if any(len(value) > MOST_TEXT for value in values):
            raise NotOffered("too long")
        found.setlist(cleaned(name), values if SECRET in name else list(map(cleaned, values)))
    found._mutable = False
    return found


def taken_in(files: list[UploadedFile]) -> HttpResponse | None:
    """Files under names that can be shown, once the scanner has seen them; the page that says what
    it found."""
    for file in files:
        name_cleanly(file)
    if settings.CLAMD:
        try:
            for file in files:
                scanning.scan(file.name or "", file.chunks())
                file.seek(0)
        except scanning.Infected as why:
            return refusals.page(None, HTTPStatus.UNPROCESSABLE_ENTITY, ("没有收下", str(why)))
    return None


def name_cleanly(file: UploadedFile) -> None:
    """A file's name, as it can be kept and shown."""
    file.name = cleaned(file.name or "") or "文件"
