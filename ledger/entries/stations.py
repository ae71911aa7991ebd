"""What makes the public piles at one place a public charging station (pure)."""

from dataclasses import dataclass

STATION = "public_station"  # a measure of which nothing is posted: it follows from the piles
DIRECT, ALTERNATING = "public_dc_pile", "public_ac_pile"


@dataclass(frozen=True)
class StationRule:
    """How many public piles at one place are a station without a word from the unit that keeps
    them; the plan need not say."""

    piles: int = 3
    direct_current: bool = True  # one of them at least
    without: tuple[str, ...] = ()  # causes that are passed over, where what is stopped counts

    def holds(self, declared: bool, direct: int, alternating: int) -> bool:
        """Whether so many piles, declared a station or not, are one."""
        piles = direct + alternating
        enough = piles >= self.piles and (direct > 0 or not self.direct_current)
        return piles > 0 and (declared or enough)


DEFAULT_RULE = StationRule()
