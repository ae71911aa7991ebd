"""From which address the present request came, for the journal."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_address: ContextVar[str] = ContextVar("address", default="")


def current_address() -> str:
    """The address of the request that is being answered; empty outside one, as in a command."""
    return _address.get()


class AddressMiddleware:
    """Remembers the address while a request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to the request."""
        token = _address.set(request.META.get("REMOTE_ADDR", ""))
        try:
            return self.get_response(request)
        finally:
            _address.reset(token)
