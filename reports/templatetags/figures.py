"""Figures on a page: the number as text, and as a link to where it comes from."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.figures import formats
from reports.figures.figure import Figure

register = template.Library()
register.filter("percent", formats.percent)
register.filter("signed", formats.signed)
register.filter("beside_pace", formats.beside_pace)
register.filter("digits", formats.digits)
register.filter("figure_text", formats.text)
register.filter("unit_of", formats.unit)
register.filter("share_of", formats.share_of)
register.filter("forecast", formats.forecast)
register.filter("reach", formats.reach)
register.filter("change", formats.change)
register.filter("aim", formats.aim)


@register.simple_tag(takes_context=True)
def number(context: Context, figure: Figure) -> SafeString:
    """The figure's digits, linked to its origin under its key."""
    reading = context.get("reading")
    known = f"?{reading.past}" if reading and reading.past else ""
    title = f"{figure.where.name} {figure.name}：点开看出处"
    return format_html(
        '<a class="figure" id="{}" href="{}{}" title="{}">{}</a>',
        figure.key,
        reverse("trace", args=[figure.key]),
        known,
        title,
        formats.digits(figure),
    )
