"""What every form that changes something carries beside its token: the key of its one press, and
the stamp of what its page showed."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shanyin_charging.audit.once import FIELD, new_key

register = template.Library()
INPUT = '<input type="hidden" name="{}" value="{}">'


@register.simple_tag
def once(seen: str | None = None) -> SafeString:
    """The hidden field of the press, and with a stamp the one of what is decided on."""
    key = format_html(INPUT, FIELD, new_key())
    return key if seen is None else key + format_html(INPUT, "seen", seen)
