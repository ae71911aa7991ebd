"""What probes ask: /healthz, whether the server answers, and /readyz, whether it can do its
work."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from .checks import State, findings, worst


def healthz(request: HttpRequest) -> HttpResponse:
    """The server answers."""
    return HttpResponse("ok")


def readyz(request: HttpRequest) -> JsonResponse:
    """Each check by name with its state, and no words: anybody may read it. 503 with a fault."""
    found = list(findings())
    state = worst(found)
    status = HTTPStatus.SERVICE_UNAVAILABLE if state == State.FAULT else HTTPStatus.OK
    answer = JsonResponse(
        {"state": state, "checks": {each.name: each.state for each in found}}, status=status
    )
    answer["Cache-Control"] = "no-store"
    return answer
