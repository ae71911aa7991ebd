"""How Debian's Chromium is started, without its own traffic to the outside, and what it prints."""

import shutil

from reports.press import markup

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


def styled(content) -> str:
    """The page that Chromium prints: the press's own, with its style sheet in it."""
    style = markup.STYLE.read_text(encoding="utf-8")
    return markup.html(content).replace("</head>", f"<style>{style}</style></head>")
