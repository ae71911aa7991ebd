"""The task force's office on a page: its telephone, also where the database is not to be asked."""

from django import template
from django.template import Context

from shanyin_charging import office

register = template.Library()


@register.simple_tag(takes_context=True)
def office_telephone(context: Context) -> str:
    """Its telephone; empty where none is set."""
    return office.telephone(context.get("letterhead"))


@register.simple_tag(takes_context=True)
def ask_office(context: Context) -> str:
    """Whom to ask, for a sentence."""
    return office.contact(context.get("letterhead"))
