"""From which address the present request came, for the journal and for the limits of signing in."""

from collections.abc import Callable
from contextvars import ContextVar
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_address: ContextVar[str] = ContextVar("address", default="")


def current_address() -> str:
    """The address of the request that is being answered; empty outside one, as in a command."""
    return _address.get()


def address_of(request: HttpRequest) -> str:
    """Who sent the request to the outermost of the portal's own proxies. Each proxy adds whom it
    heard at the end of the header, so that what a stranger writes into it stands before that and
    counts for nothing; a request that came past the proxies is its sender's own."""
    sender = str(request.META.get("REMOTE_ADDR", ""))
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if not settings.PROXIES or len(told) < settings.PROXIES:
        return sender
    try:
        return str(ip_address(told[-settings.PROXIES]))
    except ValueError:
        return sender


class AddressMiddleware:
    """Remembers the address while a request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to the request."""
        token = _address.set(address_of(request))
        try:
            return self.get_response(request)
        finally:
            _address.reset(token)
