"""A life-cycle as a table: from which state, by which verb, to which, by whom; buttons and tests
read it too."""

from dataclasses import dataclass

from shanyin_charging.lifecycle.decisions import Decision, no


class Refused(Exception):
    """A verb that may not be done now; its text is the Chinese reason."""


class Overtaken(Refused):
    """What a person changes was changed by somebody else since it was read; nothing was saved."""


@dataclass(frozen=True)
class Transition:
    source: str
    verb: str
    target: str
    who: str  # a function of the app's rules
    label: str
    needs: str = ""  # what must be written with it, as its field is called


class Table:
    """The transitions of one kind of thing, each guarded by a function of `rules` that takes the
    person and the thing."""

    def __init__(self, rules, *transitions: Transition):
        self.rules, self.transitions = rules, transitions

    def __iter__(self):
        return iter(self.transitions)

    def find(self, state, verb) -> Transition | None:
        return next((t for t in self if t.source == state and t.verb == verb), None)

    def decide(self, user, verb, thing) -> Decision:
        """Whether this person may do the verb to the thing as it stands."""
        transition = self.find(thing.state, verb)
        if transition is None:
            return no(f"{thing}现在是“{thing.get_state_display()}”，请刷新页面后再看")
        return getattr(self.rules, transition.who)(user, thing)

    def available(self, user, thing) -> list[Transition]:
        """The transitions this person may make now; buttons are drawn from it."""
        return [t for t in self if t.source == thing.state and self.decide(user, t.verb, thing)]


def require(decision: Decision):
    """Raises Refused with the decision's reason unless it is a yes."""
    if not decision:
        raise Refused(decision.reason)
