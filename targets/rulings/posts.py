"""Who speaks for a unit, from when to when."""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404

from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from targets.models import Post, Unit


@transaction.atomic
def add_person(actor, username, name, role, unit, **contact) -> str:
    """Create the account with a random one-time password, which is returned, and its post."""
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(username, password, name=name, role=role, **contact)
    journal.record(actor, "create_account", user, role=role)
    if unit:
        post = Post.objects.create(user=user, unit=unit, starts_on=clock.today())
        journal.record(actor, "give_post", user, unit=unit.code, post=post.pk)
    return password


def give_post(actor, user, data) -> str:
    """Let the person speak for one more unit from today on."""
    unit = Unit.objects.filter(code=data.get("unit", "")).first()
    if unit is None:
        raise ValidationError("请先选择单位")
    if Post.objects.held_by(user, clock.today()).filter(unit=unit).exists():
        raise ValidationError(f"{user.name}已经代表{unit}")
    checks = "checks" in data
    post, _ = Post.objects.update_or_create(
        user=user, unit=unit, starts_on=clock.today(), defaults={"ends_on": None, "checks": checks}
    )
    journal.record(actor, "give_post", user, unit=unit.code, post=post.pk, checks=checks)
    if checks:
        return f"{user.name}从今天起是{unit}的审核人；{unit}上报前须经审核人同意"
    return f"{user.name}从今天起代表{unit}填报"


def end_post(actor, user, data) -> str:
    """End a post with yesterday: from now on the person speaks for the unit no more; what was
    reported stays."""
    post = get_object_or_404(Post, pk=data.get("post") or 0, user=user)
    post.ends_on = max(post.starts_on, clock.today()) - timedelta(days=1)
    post.save()
    journal.record(actor, "end_post", user, unit=post.unit.code, post=post.pk)
    return f"{user.name}不再代表{post.unit}；该单位要有人接手，请给接手的人设岗位"
