"""裁定: what the office decided, with its date and document; append-only."""
from django.db import models


class RulingQuerySet(models.QuerySet):
    def in_force(self, subject, on):
        """The ruling on a subject that governs on a day; None when the office has not ruled."""
        return self.filter(subject=subject, in_force_on__lte=on).order_by("in_force_on", "recorded_at").last()


class Ruling(models.Model):
    append_only = True

    subject = models.CharField("事项", max_length=60, help_text="如 discrepancy:D01、pace、supervisor:hospital_group")
    value = models.JSONField("裁定内容")
    in_force_on = models.DateField("生效日期")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=100)
    document_no = models.CharField("依据文号", max_length=60)

    objects = RulingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "裁定"
        ordering = ["subject", "in_force_on", "recorded_at"]

    def __str__(self):
        return f"{self.subject} {self.in_force_on}"
