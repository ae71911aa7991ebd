"""The bytes of what somebody handed in or the office issued: as they were, or not at all."""

import hashlib

from django.db import models

from .files import DIGEST


class NotGenuine(Exception):
    """A file that is not there any more, or is another one than was handed in or issued."""

    def __init__(self, name: str, gone: bool) -> None:
        super().__init__(name)
        self.gone = gone


def content(row: models.Model, field: str = "content") -> bytes:
    """The bytes of a row's field, from the folder of files or the database; raises NotGenuine where
    they are not those that the row has the digest of."""
    held = getattr(row, field)
    if isinstance(held, models.fields.files.FieldFile):
        try:
            with held.open("rb") as file:
                found = file.read()
        except FileNotFoundError:
            raise NotGenuine(str(row), gone=True) from None
    else:
        found = bytes(held)
    if hashlib.sha256(found).hexdigest() != getattr(row, DIGEST):
        raise NotGenuine(str(row), gone=False)
    return found
