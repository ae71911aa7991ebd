"""Whether each county's papers can print an address at which others find the portal."""

from shanyin_charging import office
from shanyin_charging.health.checks import Answer, Check, fine, mind
from targets.plan import queries


def address() -> Answer:
    """The portal's own, and where several counties have one each, theirs."""
    told = {str(county): queries.letterhead() for county in queries.each_county()} or {"": None}
    if lacking := [county for county, stated in told.items() if not office.is_reachable(stated)]:
        whose = f"（{'、'.join(lacking)}）" if len(told) > 1 else ""
        return mind(
            f"还没有平台地址{whose}：印出的通报上，验证地址只有这台机器打得开；"
            "请在“上线准备 › 办公室、报头和编号”里填写"
        )
    return fine(f"平台地址是 {'、'.join({office.address(stated) for stated in told.values()})}")


CHECKS = (Check("address", "平台地址", address, real=True),)
