"""Which part each indicator of a loaded plan plays: the one that what it counts is made for."""

from django.db import migrations

# form, what is counted, window, across, only
SHAPES = {
    "added": ("total", "public_pile", "year", "", ""),
    "in_place": ("total", "public_pile", "to_date", "", ""),
    "quota": ("total", "public_pile", "year", "unit", ""),
    "vehicles": ("total", "vehicle", "latest", "", ""),
    "ratio": ("ratio", None, "to_date", "", ""),
    "stations": ("coverage", "public_station", "to_date", "township", ""),
    "piles": ("coverage", "public_pile", "to_date", "township", ""),
    "seats": ("coverage", "public_pile", "to_date", "township", "seat"),
    "villages": ("coverage", "public_pile", "to_date", "village", ""),
    "distance": ("largest", "charging_distance", "latest", "village", ""),
    "timeliness": ("timeliness", "return", "month", "unit", ""),
    "implied": ("total", "public_pile_unsplit", "to_date", "", ""),
    "direct": ("total", "public_dc_pile", "to_date", "", ""),
    "alternating": ("total", "public_ac_pile", "to_date", "", ""),
    "connectors": ("total", "public_connector", "to_date", "", ""),
    "power": ("total", "public_power", "to_date", "", ""),
    "dedicated": ("total", "dedicated_pile", "to_date", "", ""),
    "private": ("total", "private_pile", "to_date", "", ""),
    "checks": ("total", "inspection", "year", "", ""),
    "hazards": ("total", "hazard", "to_date", "", ""),
    "grave_hazards": ("total", "hazard_grave", "to_date", "", ""),
}
FIELDS = ("form", "counts", "window", "across", "only")


def say(apps, schema_editor):
    Indicator = apps.get_model("targets", "Indicator")
    for part, shape in SHAPES.items():
        wanted = {name: value for name, value in zip(FIELDS, shape) if value is not None}
        if part == "ratio":
            wanted["over"] = "public_pile"
        told = set()
        for row in Indicator.objects.filter(plays="", **wanted).order_by("plan_id", "position"):
            if row.plan_id not in told:
                told.add(row.plan_id)
                Indicator.objects.filter(pk=row.pk).update(plays=part)


class Migration(migrations.Migration):

    dependencies = [
        ("targets", "0017_indicators_play_parts"),
    ]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
