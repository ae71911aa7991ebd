"""The people who sign in."""

from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact, LessThan

from shanyin_charging import serving

COUNTY_DIGITS = 6  # of the division code of a county; of a city 4, of a province 2


class Role(models.TextChoices):
    """What a person is in the portal; what that allows is told by the capabilities of User."""

    OFFICER = "officer", "填报员"
    LEADER = "leader", "领导"
    OFFICE = "office", "专班工作人员"
    CHIEF = "chief", "专班办公室主任"
    ADMIN = "admin", "系统管理员"
    AUDITOR = "auditor", "审计员"
    ABOVE = "above", "上级"


class Capability:
    """What people of some roles may do, asked of a person by its name: nobody else asks for roles,
    so that a role is changed in one place."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    def __get__(self, user: "User | None", owner: type["User"]) -> bool:
        return user is not None and user.role in self.roles


class UserQuerySet(models.QuerySet["User"]):
    """People, by the county that they belong to."""

    def served(self) -> Self:
        """Those of the county that is served."""
        return self.filter(division=serving.county())


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """The new account, saved; raises ValidationError for fields that cannot be."""
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
    division = models.CharField(
        "区划",
        max_length=COUNTY_DIGITS,
        default=serving.county,
        help_text="区划代码：县6位，市4位，省2位",
    )
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("须修改初始密码", default=True)

    fills_returns = Capability(
        Role.OFFICER
    )  # fills in the returns of the units whose posts they hold
    reviews = Capability(Role.OFFICE, Role.CHIEF)  # works in the task force's office
    can_rule = Capability(Role.CHIEF)  # decides what the plan leaves open, and closes a year
    can_sign = Capability(Role.CHIEF)  # signs bulletins and notices of supervision
    can_instruct = Capability(Role.LEADER)  # 批示 on a figure
    sees_all_units = Capability(Role.OFFICE, Role.CHIEF, Role.LEADER, Role.AUDITOR, Role.ABOVE)
    keeps_accounts = Capability(Role.ADMIN)
    reads_journal = Capability(Role.AUDITOR)
    reads_counties = Capability(Role.ABOVE)  # all counties of a city or province; presses nothing

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(LessThan(Length("division"), COUNTY_DIGITS), role=Role.ABOVE)
                | Q(Exact(Length("division"), COUNTY_DIGITS)) & ~Q(role=Role.ABOVE),
                name="who_is_above_is_of_no_county",
                violation_error_message="上级账号的区划是市（4位）或者省（2位），其他账号的是县（6位）",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def reads(self, county: str) -> bool:
        """Whether the person may see a county: their own, or one below their city or province."""
        return county == self.division or self.reads_counties and county.startswith(self.division)
