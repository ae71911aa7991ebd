"""Gateways out of the portal: e-mail, SMS, the robots of 企业微信 and 钉钉 groups. Off unless the
settings name them, and only to hosts that the settings allow."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import apprise
from django.conf import settings

from shanyin_charging import serving

GROUP_SCHEMES = {
    "wecombot": "企业微信",
    "dingtalk": "钉钉",
}  # each goes to its maker's host and nowhere else
PERSON_SCHEMES = {"mailto", "mailtos", "json", "jsons"}  # each goes to the host that it names
FIELDS = {"mail": "email", "sms": "mobile"}


@dataclass(frozen=True)
class Gateway:
    """One way out; `field` is the field of a person that holds the address, empty for a group's
    robot."""

    name: str
    url: str
    field: str = ""


def for_groups() -> list[Gateway]:
    """The robots of work groups that the settings name, which are the portal's own county's."""
    groups = settings.REMIND_GROUPS if serving.is_own() else []
    return [Gateway(f"group{n}", url) for n, url in enumerate(groups, 1)]


def for_leaders() -> list[Gateway]:
    """The robots of the leaders' groups of the portal's own county, which are told of what was
    signed."""
    groups = settings.PAPER_GROUPS if serving.is_own() else []
    return [Gateway(f"leaders{n}", url) for n, url in enumerate(groups, 1)]


def for_people() -> list[Gateway]:
    """The ways to single people that the settings name."""
    return [Gateway(name, url, FIELDS[name]) for name, url in settings.REMIND_PEOPLE.items() if url]


def faults() -> list[str]:
    """What is wrong with the gateways that the settings name, for the check at start-up."""
    found = []
    for gateway in (*for_groups(), *for_leaders(), *for_people()):
        parts = urlsplit(gateway.url)
        if parts.scheme not in (PERSON_SCHEMES if gateway.field else GROUP_SCHEMES):
            found.append(f"{gateway.name}: the scheme {parts.scheme!r} is not allowed")
        elif gateway.field and parts.hostname not in settings.REMIND_HOSTS:
            found.append(f"{gateway.name}: the host {parts.hostname!r} is not in REMIND_HOSTS")
        elif gateway.field and "{address}" not in gateway.url:
            found.append(f"{gateway.name}: the address has no place for {{address}}")
        elif plugin_for(gateway, "13800000000") is None:
            found.append(f"{gateway.name}: the address is not one that the gateway understands")
    return found


def plugin_for(gateway: Gateway, address: str) -> apprise.NotifyBase | None:
    """What sends to an address; None for an address that is not understood."""
    return apprise.Apprise.instantiate(
        gateway.url.replace("{address}", quote(address, safe="")), suppress_exceptions=True
    )


def send(gateway: Gateway, address: str, title: str, text: str) -> str:
    """Hand the words to the gateway; returns why it did not take them, empty when it did."""
    plugin = plugin_for(gateway, address)
    if plugin is None:
        return "地址不对"
    try:
        return "" if plugin.notify(body=text, title=title) else "对方没有接收"
    except (
        Exception
    ) as error:  # whatever a gateway's library raises, the other units are still to be told
        return f"发送出错：{type(error).__name__}"
