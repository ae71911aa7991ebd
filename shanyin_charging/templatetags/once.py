"""What every form that changes something carries beside its token: the key of its one press, and
the stamp of what its page showed."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shanyin_charging.audit.once import FIELD, new_key

register = template.Library()
INPUT = '<input type="hidden" name="{}" value="{}">'


@register.simple_tag(takes_context=True)
def once(context: Context, seen: str | None = None, key: str = "") -> SafeString:
    """The hidden field of the press, and with a stamp the one of what is decided on; with the key
    of a press that was asked about, that press goes on."""
    new = key or new_key(getattr(context.get("user"), "pk", None))
    field = format_html(INPUT, FIELD, new)
    return field if seen is None else field + format_html(INPUT, "seen", seen)
