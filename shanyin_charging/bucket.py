"""Files in a bucket of an S3 service, which several hosts reach. Where it does not answer, that is
told as of a disk that does not, and nobody waits for minutes."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from .stored import StoreAway

PATIENCE = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 2})


@contextmanager
def answering() -> Iterator[None]:
    """Raises StoreAway where the service cannot be reached, or refuses."""
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise StoreAway(errno.EHOSTUNREACH, str(error)) from error


class BucketStorage(S3Storage):
    """A bucket of files."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_config: Config = self.client_config.merge(PATIENCE)

    @answering()
    def _open(self, name: str, mode: str = "rb") -> Any:
        found = super()._open(name, mode)
        if "w" not in mode:
            found.open()  # else it is fetched by whoever reads the first byte
        return found

    _save = answering()(S3Storage._save)
    delete = answering()(S3Storage.delete)
    exists = answering()(S3Storage.exists)
    listdir = answering()(S3Storage.listdir)
    size = answering()(S3Storage.size)
    get_modified_time = answering()(S3Storage.get_modified_time)
