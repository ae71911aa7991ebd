"""Who speaks for a unit, from when to when."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from shanyin_charging import clock
from shanyin_charging.accounts import people
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import require
from targets.models import Post, Unit
from targets.rulings import rules


@transaction.atomic
def add_person(
    actor: User, unit: Unit | None, username: str, name: str, role: str, **contact: str
) -> str:
    """A new account, with a post for the unit if there is one; returns its one-time password.
    Raises Refused for who may not."""
    user, password = people.create_account(actor, username, name, role, **contact)
    if unit:
        give_post(actor, user, unit)
    return password


@transaction.atomic
def add_people(actor: User, told: Iterable[dict[str, Any]]) -> None:
    """New accounts, all or none, each with its post where a unit is told; nobody can sign in until
    a slip has given them a password. Raises Refused for who may not."""
    for one in told:
        unit, checks = one["unit"], one["checks"]
        account = {name: one[name] for name in ("username", "name", "role", "phone", "mobile")}
        user, _ = people.create_account(actor, **account, handed=people.LATER)
        if unit:
            give_post(actor, user, unit, checks)


@transaction.atomic
def give_post(
    actor: User, user: User, unit: Unit, checks: bool = False, seen: str | None = None
) -> Post:
    """Let the person speak for one more unit from today on, or pass what it reports (`checks`);
    returns the post. Raises Refused for who may not, and when the person speaks for it already."""
    today = clock.today()
    user = User.objects.select_for_update().get(pk=user.pk)
    require(rules.can_give_post(actor, user, unit, today))
    require_seen(seen, seen_of(user))
    ended_today = Post.objects.filter(user=user, unit=unit, starts_on=today).first()
    before = _terms(ended_today) if ended_today else None
    post = ended_today or Post(user=user, unit=unit, starts_on=today)
    post.ends_on, post.checks = None, checks
    post.save()
    journal.record(
        actor, "give_post", user, before=before, after=_terms(post), unit=unit.code, post=post.pk
    )
    return post


@transaction.atomic
def end_post(actor: User, post: Post, seen: str | None = None) -> None:
    """End a post with yesterday: from now on the person speaks for the unit no more; what was
    reported stays. Raises Refused for who may not, and when the post is over already."""
    User.objects.select_for_update().get(pk=post.user_id)
    post = (
        Post.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=post.pk)
    )
    today = clock.today()
    require(rules.can_end_post(actor, post, today))
    require_seen(seen, seen_of(post.user))
    before = _terms(post)
    post.ends_on = max(post.starts_on, today) - timedelta(days=1)
    post.save()
    journal.record(
        actor,
        "end_post",
        post.user,
        before=before,
        after=_terms(post),
        unit=post.unit.code,
        post=post.pk,
    )


@transaction.atomic
def hand_over(actor: User, post: Post, to: User, on: date, seen: str | None = None) -> Post:
    """换人: from a day on the other person holds the post, and who held it does so until the day
    before; what is not handed in stays with the unit. Who speaks for the unit by then, as somebody
    whose account was made for it, goes on alone. Returns the other's post. Raises Refused for who
    may not, and for who cannot take it over."""
    both = User.objects.select_for_update().filter(pk__in=[post.user_id, to.pk]).order_by("pk")
    holders = {user.pk: user for user in both}
    post = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=post.pk)
    post.user, to = holders[post.user_id], holders[to.pk]
    require(rules.can_hand_over(actor, post, to, on, clock.today()))
    require_seen(seen, seen_of(post.user))
    before = {"holder": post.user.name, **_terms(post)}
    post.ends_on = max(post.starts_on, on) - timedelta(days=1)
    post.save()
    made = Post.objects.filter(user=to, unit=post.unit).held_on(on, of_anybody=True).first()
    if made is None:
        made, _ = Post.objects.update_or_create(
            user=to, unit=post.unit, starts_on=on, defaults={"ends_on": None, "checks": post.checks}
        )
    after = {"holder": to.name, **_terms(made)}
    journal.record(actor, "hand_over_post", post.unit, before=before, after=after, post=made.pk)
    return made


@transaction.atomic
def change_person(actor: User, user: User, seen: str | None = None, **told: str) -> None:
    """What the person is called, and is in the portal; raises Refused for a role that does not go
    with the posts they hold."""
    require(rules.can_change_role(user, told["role"], clock.today()))
    people.change_account(actor, user, seen, **told)


def seen_of(user: User) -> str:
    """The stamp of a person's posts, and of whether the account is in use."""
    posts = sorted(user.posts.all(), key=lambda post: post.pk)
    return stamp(user.is_active, [[post.pk, *_terms(post).values()] for post in posts])


def _terms(post: Post) -> dict:
    return {
        "starts_on": post.starts_on.isoformat(),
        "ends_on": post.ends_on and post.ends_on.isoformat(),
        "checks": post.checks,
    }
