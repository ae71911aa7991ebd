"""Who may change what is known of sites; every answer carries its reason."""

from datetime import date

from ledger.models import Site
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.decisions import YES, Decision, no
from targets.models import Area, Post, Unit


def can_keep_register(user: User) -> Decision:
    """Whether the person may rename and merge sites: the office."""
    return YES if user.reviews else no("只有专班办公室可以更名、合并站点")


def can_mark(user: User, thing: Site | Area, on: date) -> Decision:
    """Whether the person may say on a day where a site or a village is: the office, and who holds a
    post of the site's keeper or of the village's township."""
    if user.reviews:
        return YES
    keeper = thing.keeper if isinstance(thing, Site) else township_of(thing)
    if keeper and Post.objects.held_by(user, on).filter(unit__in=keeper.heirs(on)).exists():
        return YES
    return no(f"您没有{keeper or thing}的岗位，不能登记这里的位置")


def can_declare(user: User, site: Site, today: date) -> Decision:
    """Whether the person may say that a site is a public charging station: the office, and who
    holds a post of its keeper."""
    if site.merged_into_id:
        return no(f"{site}已经并入别处，请在那一处认定")
    held = Post.objects.held_by(user, today).filter(unit__in=site.keeper.heirs(today))
    if user.reviews or held.exists():
        return YES
    return no(f"{site}由{site.keeper}报送，请由其填报员或专班办公室认定")


def township_of(village: Area) -> Unit | None:
    """The unit that reports for a village's township; None for a place without one."""
    return Unit.objects.served().filter(area=village.parent_id).first()
