"""The pages of the portal by their names."""

from django import template

from reports.search.pages import name_at

register = template.Library()
register.filter("page_name", name_at)
