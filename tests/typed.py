"""What is typed into a form and not sent: whether it is there again after what people's browsers
go through."""

from __future__ import annotations

from django.conf import settings

from tests.met import Desks, State, signed_in

A_MOMENT = 300  # ms
TYPED, OTHER = "没有发出去的话", "另一个窗口里写的话"
FIELD = """const form = [...document.querySelectorAll("form[data-keep]")].find(
    one => one.dataset.keep === keep);
  const field = form && [...form.elements].find(
    one => one.matches("textarea, input[type=text], input:not([type])"));"""
FORMS = """() => [...document.querySelectorAll("form[data-keep]")].filter(form =>
  [...form.elements].some(one => one.matches("textarea, input[type=text], input:not([type])"))
).map(form => form.dataset.keep)"""
TYPE = f"""([keep, words]) => {{ {FIELD}
  field.value = words;
  field.dispatchEvent(new Event("input", {{bubbles: true}}));
}}"""
PRESS = f"([keep]) => {{ {FIELD} form.requestSubmit(); }}"
IS_DRAFT = f"([keep]) => {{ {FIELD} return form.hasAttribute('data-draft'); }}"
# in its field, or beside it where the page has another version
HELD = f"""([keep, words]) => {{ {FIELD}
  return Boolean(field) && (field.value === words || form.textContent.includes(words));
}}"""


def lost(desks: Desks, state: State, keep: str) -> list[str]:
    """When words typed into a form were gone: the net is lost, the button pressed, the tab closed;
    by then the session has ended; another tab holds the same form."""
    page, address = desks.of(state.person), desks.portal + state.address
    context, found = page.context, []
    context.set_offline(True)
    page.evaluate(TYPE, [keep, TYPED])
    before = page.url
    page.evaluate(PRESS, [keep])
    page.wait_for_timeout(A_MOMENT)  # in which a browser would have left the page
    if page.url != before or not page.evaluate(HELD, [keep, TYPED]):
        found.append("without the net")
    page.close()
    context.set_offline(False)
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    desks.windows[state.person] = page = context.new_page()
    page.goto(address)
    assert "/sign-in/" in page.url
    session = signed_in(state.person).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": session.key, "value": session.value, "url": desks.portal}])
    page.goto(address)
    if not page.evaluate(HELD, [keep, TYPED]):
        found.append("after the session ended")
    if not page.evaluate(IS_DRAFT, [keep]):  # what the server keeps as well has tests of its own
        other = context.new_page()
        other.goto(address)
        other.evaluate(TYPE, [keep, OTHER])
        for tab, words in ((page, TYPED), (other, OTHER)):
            tab.reload()
            if not tab.evaluate(HELD, [keep, words]):
                found.append(f"in two tabs: {words}")
        other.close()
    page.evaluate("localStorage.clear()")
    return found
