"""A life-cycle as a table: its verbs with their words, and from which state each leads to which, by
whom; buttons, journal, messages and tests read it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from shanyin_charging.lifecycle.decisions import Decision, no


class Refused(Exception):
    """A verb that may not be done now; its text is the Chinese reason, and `at` the field of the
    form that it is about, where it is about one."""

    def __init__(self, reason: str = "", at: str | None = None) -> None:
        super().__init__(reason)
        self.at = at


# Why a press was refused last, for who puts that on record.
refusal: ContextVar[str] = ContextVar("refusal", default="")
CHANGED = "这份材料在你打开之后又改过，请看过再定"


class Overtaken(Refused):
    """What a person decides on was changed since it was read; nothing was done. `kept` says in
    Chinese what becomes of what was typed."""

    def __init__(self, kept: str = "") -> None:
        super().__init__(f"{CHANGED}；{kept}" if kept else CHANGED)


@dataclass(frozen=True)
class Verb:
    """What people do to a thing, with its words: in the journal, on the button where that says
    less, and as the person is told when it is done; `needs` is what must be written with it."""

    name: str
    journal: str
    label: str = ""
    done: str = ""
    needs: str = ""

    @property
    def button(self) -> str:
        """The word on the button."""
        return self.label or self.journal


@dataclass(frozen=True)
class Transition:
    """From one state to another by a verb; `who` names a function of the app's rules, and `label`
    stands in for the verb's own where the button says something else."""

    source: str
    verb: str
    target: str
    who: str
    label: str = ""
    needs: str = ""


@dataclass(frozen=True)
class Wait:
    """In a state somebody is waited for: `whom` gives the condition under which a thing waits for a
    person (None: never), `verbs` are what they may then do, one of them at least, `says` what came
    before and `button` what is to be done, in the words of a list."""

    state: str
    verbs: tuple[str, ...]
    whom: Callable[[Any], Any]
    says: str
    button: str


class Table:
    """The transitions of one kind of thing, each guarded by a function of `rules` that takes the
    person and the thing. `suffix` follows a verb's name in the journal, where things of several
    kinds meet. Of each state `waits` say who is waited for, or it is among those where it `rests`:
    raises ValueError for one of which neither is said."""

    def __init__(
        self,
        rules: ModuleType,
        verbs: tuple[Verb, ...],
        transitions: tuple[Transition, ...],
        suffix: str = "",
        waits: tuple[Wait, ...] = (),
        rests: tuple[str, ...] = (),
    ) -> None:
        self.rules, self.suffix = rules, suffix
        self.verbs = {verb.name: verb for verb in verbs}
        self.transitions = tuple(self._with_words(transition) for transition in transitions)
        self.waits = waits
        states = {state for t in transitions for state in (t.source, t.target)}
        if states ^ {wait.state for wait in waits} ^ set(rests):
            raise ValueError(f"each of {sorted(states)} waits for somebody, or rests")

    def _with_words(self, transition: Transition) -> Transition:
        verb = self.verbs[transition.verb]
        return replace(transition, label=transition.label or verb.button, needs=verb.needs)

    def __iter__(self) -> Iterator[Transition]:
        return iter(self.transitions)

    def event(self, verb: str) -> str:
        """What the journal calls the verb."""
        return verb + self.suffix

    @property
    def moves(self) -> list[str]:
        """What the journal calls the verbs of the transitions."""
        return sorted({self.event(transition.verb) for transition in self})

    def done(self, verb: str) -> str:
        """What the person is told when the verb is done; empty for what the table does not know."""
        return self.verbs[verb].done if verb in self.verbs else ""

    def find(self, state: str, verb: str) -> Transition | None:
        """The transition by which the verb leaves the state; None when there is none."""
        return next((t for t in self if t.source == state and t.verb == verb), None)

    def replay(self, verbs: Iterable[str], begun: Mapping[str, str]) -> str | None:
        """The state that the verbs lead to, in their order; the first is one by which a thing is
        `begun`, in the state beside it. Raises LookupError for one that the table has not."""
        state: str | None = None
        for verb in verbs:
            if state is None:
                state = begun[verb]
            elif transition := self.find(state, verb):
                state = transition.target
            else:
                raise LookupError(f"{verb} from {state}")
        return state

    def decide(self, user: Any, verb: str, thing: Any) -> Decision:
        """Whether this person may do the verb to the thing as it stands."""
        transition = self.find(thing.state, verb)
        if transition is None:
            return no(f"{thing}现在是“{thing.get_state_display()}”，请刷新页面后再看")
        decision: Decision = getattr(self.rules, transition.who)(user, thing)
        return decision

    def taken(self, user: Any, verb: str, thing: Any) -> Transition:
        """The transition that this person's verb makes; raises Refused with the reason where it may
        not be made."""
        require(self.decide(user, verb, thing))
        transition = self.find(thing.state, verb)
        assert transition is not None  # where there is none, it was refused
        return transition

    def available(self, user: Any, thing: Any) -> list[Transition]:
        """The transitions this person may make now; buttons are drawn from it."""
        return [t for t in self if t.source == thing.state and self.decide(user, t.verb, thing)]


def words(verbs: Iterable[Verb], suffix: str = "") -> dict[str, str]:
    """The journal's words of verbs, for registering them."""
    return {verb.name + suffix: verb.journal for verb in verbs}


def require(decision: Decision) -> None:
    """Raises Refused with the decision's reason unless it is a yes."""
    if not decision:
        refusal.set(decision.reason)
        raise Refused(decision.reason)


def require_words(needed: str, text: str, most: int) -> None:
    """Raises Refused where what must be written is not, and where it is too long."""
    if needed and not text:
        raise Refused(f"请写明{needed}")
    if len(text) > most:
        raise Refused(f"最多{most}字，现在{len(text)}字，请写得短些")
