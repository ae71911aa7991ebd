"""Every row of the plan and the county, as fixtures name it; and a database without any."""

import json

from django.apps import apps
from django.core.serializers import serialize

from targets.models import (
    Alias,
    Appointment,
    Area,
    Clause,
    Discrepancy,
    Duty,
    Indicator,
    Letterhead,
    Membership,
    PlaceKind,
    Plan,
    Question,
    Target,
    Unit,
)

MODELS = (
    Area,
    Letterhead,
    Plan,
    PlaceKind,
    Clause,
    Discrepancy,
    Unit,
    Alias,
    Membership,
    Appointment,
    Duty,
    Indicator,
    Target,
    Question,
)


def everything():
    """By model, each row without its number, by natural key."""
    found = {}
    for model in MODELS:
        rows = json.loads(
            serialize(
                "json",
                model.objects.order_by("pk"),
                use_natural_foreign_keys=True,
                use_natural_primary_keys=True,
            )
        )
        keys = [json.dumps(one.natural_key(), ensure_ascii=False) for one in model.objects.all()]
        assert len(set(keys)) == len(rows)
        found[model.__name__] = sorted(json.dumps(row, ensure_ascii=False) for row in rows)
    return found


def nothing_loaded(*kept):
    """Take the plan and the county out of the database, but for the rows of some models."""
    for model in apps.get_app_config("targets").get_models(include_auto_created=True):
        if model._meta.auto_created or model in set(MODELS) - set(kept):
            model._base_manager.all()._raw_delete("default")
