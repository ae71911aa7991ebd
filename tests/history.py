"""Months of full returns before those that are there, written by a few statements, for what is
measured."""

from datetime import datetime, time, timedelta

from django.apps import apps
from django.db import connection

from ledger.models import (
    Entry,
    Ledger,
    Line,
    LineKind,
    Period,
    PeriodKind,
    Site,
    Submission,
    Version,
)
from reports.models import Bulletin
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import append_only
from targets.models import Plan, Unit

LINES = 3  # of each return
FLOWS = (("public_dc_pile", 1), ("public_connector", 2), ("public_power", 600))


def add(county, months):
    """An approved return of each unit for each of these months, which must have no periods yet: its
    lines as one that was approved, each of them posted at one of the sites in turn."""
    periods = Period.objects.bulk_create(period_of(county, month) for month in months)
    units, clerk = (
        Unit.objects.members(Plan.objects.of(county).earliest("starts_on")),
        User.objects.first(),
    )
    returns = Submission.objects.bulk_create(
        Submission(period=period, unit=unit, state="approved", late=False)
        for period in periods
        for unit in units
    )
    versions = Version.objects.bulk_create(
        Version(
            submission=one,
            number=1,
            key=f"history-{one.pk}",
            submitted_at=one.period.due_at - timedelta(days=2),
            submitted_by=clerk,
            digest="-",
        )
        for one in returns
    )
    post(county, Line.objects.bulk_create(lines_of(versions), batch_size=2000))


def period_of(county, month):
    """A month that fell due on its sixth day after."""
    due = datetime.combine((month + 1).first_day + timedelta(days=5), time(0), clock.ZONE)
    days = {"starts_on": month.first_day, "ends_on": month.last_day}
    moments = {"due_at": due, "lock_at": due + timedelta(days=25)}
    return Period(county=county, kind=PeriodKind.MONTH, **days, **moments)


def lines_of(versions):
    """Some lines for each version, all alike."""
    model = Line.objects.filter(kind=LineKind.ADDED, entries__isnull=False).earliest("pk")
    told = {"kind": model.kind, "typed": model.typed, "values": model.values, "frozen": True}
    return [
        Line(version=version, key=f"{version.key}-{n}", **told)
        for version in versions
        for n in range(LINES)
    ]


def post(county, lines):
    """The entries of the lines, with the next numbers."""
    ledger, sites = Ledger.objects.get(county=county), Site.objects.filter(county=county)
    places = list(sites.values_list("pk", "area_id"))
    made = []
    for n, line in enumerate(lines):
        site, area = places[n % len(places)]
        period = line.version.submission.period
        for measure, value in FLOWS:
            ledger.last_number += 1
            made.append(
                Entry(
                    county=county,
                    number=ledger.last_number,
                    line=line,
                    measure=measure,
                    cause="added",
                    area_id=area,
                    site_id=site,
                    value=value,
                    on=period.starts_on,
                    posted_at=period.due_at,
                    approved_by="x",
                )
            )
    Entry.objects.bulk_create(made, batch_size=2000)
    ledger.save()
    let_papers_know(county, ledger.last_number)


def let_papers_know(county, number):
    """Let the issued papers have been composed behind an entry, so that nothing that was added is
    news to the next of them."""
    append_only.lift(connection, Bulletin._meta.db_table)
    for paper in Bulletin.objects.issued().filter(county=county):
        paper.content = {**paper.content, "known": number}
        paper.save(update_fields=["content"])
    append_only.protect(apps.get_app_config("reports"))
