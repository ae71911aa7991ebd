"""How Debian's Chromium is started: without its own traffic to the outside."""

import shutil

PATH = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--lang=zh-CN",
]


def launch(playwright, **environment):
    """A headless browser of a Playwright session, with these variables in its environment."""
    return playwright.chromium.launch(
        executable_path=PATH, args=ARGUMENTS, env={"LANGUAGE": "zh_CN", **environment}
    )
