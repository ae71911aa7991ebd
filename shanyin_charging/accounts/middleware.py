"""What holds for every page of a signed-in person."""
from django.shortcuts import redirect
from django.urls import reverse


class FirstPasswordMiddleware:
    """Nobody works with a password that somebody else has made."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        allowed = (reverse("change_password"), reverse("sign_out"))
        if user.is_authenticated and user.must_change_password and request.path not in allowed:
            return redirect("change_password")
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Pages of signed-in people are kept by no cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response
