"""What templates say of returns."""

from django import template

from ledger.returns.seen import stamp_of

register = template.Library()
register.filter("stamp", stamp_of)
