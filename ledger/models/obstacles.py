"""What holds up a place to charge: the kinds of which a unit tells and another can solve."""

from django.db.models import TextChoices


class Obstacle(TextChoices):
    """A kind of obstacle; its code is kept in rows."""

    LAND = "land", "用地"
    POWER = "power", "电力"
    MONEY = "money", "资金"
    FILING = "filing", "备案"
    PROPERTY = "property", "小区物业"
    OTHER = "other", "其他"
