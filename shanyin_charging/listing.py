"""The one door of lists: whatever is filtered, sorted, paged, printed whole or taken out as a file
is a table and a filter that come through `answer`."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from itertools import count
from operator import or_
from typing import Any

import django_filters
import django_tables2 as tables
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.forms import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django_filters.utils import get_model_field
from django_tables2 import RequestConfig

from . import spreadsheet

A_PAGE = 50
WHOLE = "print"  # in the address: every row on one page, as it is printed
NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}
UNBROKEN = {"td": {"class": "nowrap"}}
NAME = {"td": {"class": "name"}}
SPARE = {"td": {"class": "hide-small"}, "th": {"class": "hide-small"}}  # not on a phone


def headed(word: str, *classes: str) -> dict:
    """A column that says its head beside the value, where a phone shows rows as cards."""
    cell = {"td": {"class": " ".join(classes), "data-head": word}}
    return {**NUMBER, **cell} if "number" in classes else cell


class NumberingColumn(tables.Column):
    """序号: a row's place in the whole list, the same on its page, on paper and in the file."""

    def __init__(self) -> None:
        super().__init__("序号", empty_values=(), orderable=False, attrs=SPARE)

    def render(self, table: "ListTable") -> int:
        """The next number."""
        return next(table.numbers)


class ListTable(tables.Table):
    """Rows of one kind of thing; `total` has sums below some of its columns, and `total_under` is
    the column that has the word for it."""

    numbers: Iterator[int] = count(1)
    total: Mapping[str, Any] = {}
    total_word, total_under = "合计", ""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for column in self.columns.iterall():
            column.render, column.value = _known(column.render), _known(column.value)

    @property
    def shown(self) -> Iterator[list[tuple[SafeString, Any]]]:
        """Each row of the page as its cells, each behind the attributes of its column, which are
        the same in every row."""
        columns = [(column.attrs["td"].as_html(), column.name) for column in self.columns]
        for row in self.paginated_rows:
            yield [(attributes, row.get_cell(name)) for attributes, name in columns]

    def look_ahead(self, records: list[Any]) -> None:
        """Told which rows are going to be shown, to ask at once for what belongs to them."""

    @property
    def total_cells(self) -> list[tuple[Any, Any]]:
        """Each column with what stands below it."""
        columns = list(self.columns)
        return list(zip(columns, self._below(columns), strict=True)) if self.total else []

    def as_rows(self) -> tuple[Sequence[str], list[spreadsheet.Row]]:
        """Heads and rows for a file, with the total."""
        heads, *rows = self.as_values()
        columns = [c for c in self.columns.iterall() if not c.column.exclude_from_export]
        return heads, [*rows, self._below(columns)] if self.total else rows

    def _below(self, columns: list[Any]) -> list[Any]:
        word = {self.total_under or columns[0].name: self.total_word}
        return [{**word, **self.total}.get(column.name, "") for column in columns]


def _known(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, with its signature at hand: django-tables2 asks for it at every cell, and
    to find it out takes longer than the cell."""

    def known(**given: Any) -> Any:
        return function(**given)

    known.__signature__ = inspect.signature(function)  # type: ignore[attr-defined]
    return known


class ListFilter(django_filters.FilterSet):
    """What a list is filtered by."""

    @cached_property
    def in_words(self) -> str:
        """What is chosen, as 乡（镇）：岱岳镇；empty for the whole list."""
        self.form.is_valid()
        return "；".join(
            f"{self.filters[name].label}：{_said(self.form.fields[name], value)}"
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", []) and not self.form[name].is_hidden
        )


class DaysFilter(django_filters.DateFromToRangeFilter):
    """From a day to a day."""

    def __init__(self, field_name: str, label: str) -> None:
        super().__init__(field_name=field_name, label=label)
        self.extra["widget"] = _Days(label)


class _Days(django_filters.widgets.RangeWidget):
    """Two days, each with a name of its own for who does not see them side by side."""

    def __init__(self, label: str) -> None:
        super().__init__()
        for widget, end in zip(self.widgets, ("起", "止"), strict=True):
            widget.input_type = "date"
            widget.attrs["aria-label"] = f"{label}（{end}）"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """One to the other."""
        both = self.get_context(name, value, attrs)["widget"]["subwidgets"]
        shown = ((self._render(day["template_name"], {"widget": day}, renderer),) for day in both)
        return format_html_join(" 至 ", "{}", shown)


class WordsFilter(django_filters.CharFilter):
    """Words that one of the fields holds."""

    def __init__(self, label: str, *fields: str) -> None:
        super().__init__(label=label, max_length=60)
        self.fields = fields

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        """The rows that hold them."""
        found = (Q(**{f"{field}__icontains": value}) for field in self.fields)
        return queryset.filter(reduce(or_, found)) if value else queryset


class ValuesFilter(django_filters.ChoiceFilter):
    """One of the values that a field has in the rows that may be shown at all."""

    def __init__(self, field_name: str, label: str, words: Mapping[Any, str] | None = None) -> None:
        super().__init__(field_name=field_name, label=label, empty_label="全部")
        self.words = words

    @property
    def field(self) -> Field:
        """The choice, in the field's own words and order where it has them."""
        rows = self.parent.queryset
        words = self.words or dict(get_model_field(rows.model, self.field_name).flatchoices)
        there = set(rows.order_by().values_list(self.field_name, flat=True)) - {None, ""}
        order = [value for value in words if value in there] if words else sorted(there)
        self.extra["choices"] = [(value, words.get(value, value)) for value in order]
        return super().field


class ThingsFilter(django_filters.ModelChoiceFilter):
    """One of the things that the rows that may be shown belong to."""

    def __init__(self, field_name: str, label: str) -> None:
        super().__init__(field_name=field_name, label=label, empty_label="全部")

    @property
    def field(self) -> Field:
        """The choice, in the things' own order."""
        rows = self.parent.queryset
        things = get_model_field(rows.model, self.field_name).related_model.objects
        self.queryset = things.filter(pk__in=rows.order_by().values(self.field_name))
        return super().field


def answer(
    request: HttpRequest,
    template: str,
    title: str,
    table: ListTable,
    chosen: ListFilter | None = None,
    context: Mapping[str, Any] | None = None,
    note: str = "",
    others: Iterable[spreadsheet.Sheet] = (),
) -> HttpResponse:
    """The list that is asked for: its page, all of it on one page (`?print=1`), or a file that is
    called by the title, with the day; `others` are further sheets of the workbook. Order and filter
    are those of the address in all three."""
    kind = spreadsheet.asked(request)
    paged = {"per_page": A_PAGE, "paginator_class": Paginator}
    whole = bool(kind or request.GET.get(WHOLE))
    RequestConfig(request, paginate=False if whole else paged).configure(table)
    begun = 1 if whole else table.page.start_index()
    table.numbers = count(begun)
    table.look_ahead([row.record for row in (table.rows if whole else table.page)])
    if chosen and chosen.in_words:
        table.total_word = "所选合计"
    if kind:
        words = f"所选　{chosen.in_words}" if chosen and chosen.in_words else ""
        note = "　".join(filter(None, (note, words)))
        return spreadsheet.response(kind, title, *table.as_rows(), note, others)
    shown = {"table": table, "filter": chosen, "whole": whole, "title": title, **(context or {})}
    return render(request, template, shown)


def _said(field: Field, value: Any) -> str:
    """A chosen value in words."""
    if isinstance(value, slice):
        first, last = (end and f"{end:%Y-%m-%d}" for end in (value.start, value.stop))
        return f"{first}至{last}" if first and last else f"{first}起" if first else f"至{last}"
    if not isinstance(value, str | bool):
        return str(value)
    choices = {str(key): label for key, label in getattr(field, "choices", ())}
    return str(choices.get(str(value), value))


def page_of(request: HttpRequest, rows: Sequence[Any], size: int) -> Page:
    """The rows that the address asks for, of what is no table: rows of a file that are not stored
    yet."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
