"""Quick hashes of a password that everybody may know; the portal verifies them as its own."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class Quick(PBKDF2PasswordHasher):
    """Of few rounds."""

    iterations = 1_000
