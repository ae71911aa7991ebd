"""The people who sign in."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    OFFICER = "officer", "填报员"
    LEADER = "leader", "领导"
    OFFICE = "office", "专班工作人员"
    CHIEF = "chief", "专班办公室主任"
    ADMIN = "admin", "系统管理员"
    AUDITOR = "auditor", "审计员"


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user


class User(AbstractBaseUser):
    """One person; for which unit the person speaks is a Post of the targets app."""

    username = models.CharField("账号", max_length=30, unique=True)
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("办公电话", max_length=20, blank=True)
    mobile = models.CharField("手机", max_length=20, blank=True, help_text="只用于短信提醒")
    email = models.EmailField("电子邮箱", blank=True, help_text="只用于邮件提醒")
    role = models.CharField("角色", max_length=10, choices=Role)
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("须修改初始密码", default=True)

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ["username"]

    def __str__(self):
        return self.name

    @property
    def reviews(self) -> bool:
        """Whether the person works in the task force's office and judges what units hand in."""
        return self.role in (Role.OFFICE, Role.CHIEF)

    @property
    def sees_all_units(self) -> bool:
        return self.role in (Role.OFFICE, Role.CHIEF, Role.LEADER, Role.AUDITOR)
