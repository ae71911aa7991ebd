"""The collector of garbage rests while something makes a great many objects and no rings."""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def uncollected(act: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """The same act: it answers before the collector goes over what it made, which over thousands of
    rows takes a quarter of the time."""

    @wraps(act)
    def undisturbed(*args: Asked.args, **named: Asked.kwargs) -> Answer:
        was_at_work = gc.isenabled()
        gc.disable()
        try:
            return act(*args, **named)
        finally:
            if was_at_work:
                gc.enable()

    return undisturbed
