"""The accounts of people: made, given a new password, taken out of use."""

import secrets

from django.core.exceptions import ValidationError

from shanyin_charging.audit import journal


def reset(actor, user, data) -> str:
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.must_change_password = True
    user.save()
    journal.record(actor, "account_reset", user)
    return f"{user.name}的一次性初始密码：{password}（只显示这一次）"


def toggle(actor, user, data) -> str:
    if user == actor:
        raise ValidationError("不能停用自己的账号")
    user.is_active = not user.is_active
    user.save()
    journal.record(actor, "account_toggle", user, active=user.is_active)
    return f"{user.name}的账号已{'启用' if user.is_active else '停用'}"
