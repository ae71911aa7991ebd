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
        ordered = model.objects.order_by("pk").select_related(*named_by(model))
        rows = json.loads(
            serialize("json", ordered, use_natural_foreign_keys=True, use_natural_primary_keys=True)
        )
        keys = [json.dumps(one.natural_key(), ensure_ascii=False) for one in ordered]
        assert len(set(keys)) == len(rows)
        found[model.__name__] = sorted(json.dumps(row, ensure_ascii=False) for row in rows)
    return found


def named_by(model):
    """The ways to what the natural keys of a model's rows, and of those that they lead to, name."""
    for field in model._meta.concrete_fields:
        if field.is_relation:
            yield field.name
            for path in getattr(field.related_model, "NATURAL", ()):
                yield from [f"{field.name}__{path.rpartition('__')[0]}"] * ("__" in path)


def nothing_loaded(*kept):
    """Take the plan and the county out of the database, but for the rows of some models."""
    for model in apps.get_app_config("targets").get_models(include_auto_created=True):
        if model._meta.auto_created or model in set(MODELS) - set(kept):
            model._base_manager.all()._raw_delete("default")
