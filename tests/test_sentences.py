"""No form tells what is wrong in the words of a machine."""

import re
from collections.abc import Iterator

from django import forms

from shanyin_charging import urls

DJANGOS_OWN = re.compile("确保该值|这个字段|有效的|一系列|输入整数|必填项")
NEVER_MET = {"ProhibitNullCharactersValidator", "RegexValidator"}  # the first is cleaned away


def every(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in kind.__subclasses__():
        yield form
        yield from every(form)


def test_what_is_wrong_is_told_in_the_words_of_the_portal():
    assert urls.urlpatterns  # every page has its forms by now
    told, machine_made = 0, []
    for form in every(forms.BaseForm):
        if form.__module__.startswith("django"):
            continue
        for name, field in getattr(form, "base_fields", {}).items():
            rules = [v for v in field.validators if type(v).__name__ not in NEVER_MET]
            said = [*field.error_messages.values(), *(v.message for v in rules)]
            told += len(said)
            machine_made += [
                f"{form.__name__}.{name}: {text}" for text in said if DJANGOS_OWN.search(str(text))
            ]
    assert told > 200 and machine_made == []
