"""What a county's portal and papers are called, and how its office is reached."""

from django.db import models

from .natural import Natural
from .places import Area


class Letterhead(Natural):
    """The names under which a county's task force works and writes."""

    NATURAL = ("area__code",)

    area = models.OneToOneField(
        Area, models.PROTECT, related_name="letterhead", verbose_name="县（市、区）"
    )
    portal = models.CharField("平台名称", max_length=60)
    housed = models.CharField(
        "办公室设在", max_length=40, help_text="平台名称下面的小字，如 工作专班办公室 · 县能源局"
    )
    office = models.CharField("落款", max_length=60)
    brief = models.CharField("简报报头", max_length=60)
    sign = models.CharField("发文代字", max_length=20, help_text="编号里年份前面的字")
    returns = models.CharField(
        "报表名称", max_length=60, help_text="后接“月报表”或者“结账表”，印在纸质报表上"
    )

    telephone = models.CharField("办公室电话", max_length=30, blank=True)
    address = models.CharField(
        "平台地址", max_length=100, blank=True, help_text="大家打开的地址，通报上的二维码用它"
    )
    stated_on = models.DateField(
        "起用日期", null=True, blank=True, help_text="空：照方案载入，没有人登记过"
    )

    class Meta:
        verbose_name = verbose_name_plural = "抬头"

    def __str__(self) -> str:
        return self.portal
