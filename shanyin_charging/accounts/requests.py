"""A request as the pages get it."""

from django.http import HttpRequest

from shanyin_charging.accounts.models import User


class Request(HttpRequest):
    """A request of a person who has signed in: every page but those at the door asks for that."""

    user: User
