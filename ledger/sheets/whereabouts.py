"""Where a row says that its site is: a village by its own cell, the address, or the site's name."""

import re
from difflib import SequenceMatcher

from .asking import Saying, text_in
from .places import Gazetteer, Place
from .settled import SiteLine
from .values import folded
from .words import stem_of

ALIKE = 0.5  # of a township's name
AFTER_VILLAGE = re.compile(
    r"(?:公共|新能源|光储)*(?:充换?电)?(?:服务|驿)?[站点桩](?:[一二三]期|[\d一二三]号?)?$"
)


class Whereabouts:
    """Finds the village of a row, or asks for it."""

    def __init__(self, said: Saying) -> None:
        self.said, self.gazetteer = said, Gazetteer(said.names)

    def place(self, line: SiteLine) -> None:
        """The village, by its own cell, the address, the sheet's name, or the full name in the
        site's."""
        line.address = text_in(line, "address")
        line.township = self.township(line)
        texts = [text_in(line, "village"), line.address]
        if not any(texts) and self.gazetteer.find(line.sheet, line.township).village:
            texts[0] = line.sheet
        elif not any(texts) and line.township:
            texts[0] = self.said.names.townships[line.township]
        found = [(text, self.gazetteer.find(text, line.township)) for text in texts if text]
        found += [
            (f"{one}{other}", self.gazetteer.find(f"{one}{other}", line.township))
            for one, other in [texts]
            if one and other
        ]
        found = found or self.in_name(line)
        best = next((one for one in found if one[1].village), found[0] if found else None)
        conflict = next((one for one in found if one[1].fault and one[1].elsewhere), None)
        text, place = conflict or best or ("", Place(line.township, fault="没有写"))
        if not place.village and (by_name := self.by_name(line, place)):
            self.said.note(line, "village", text or line.name, self.said.names.villages[by_name])
            line.village, line.township = by_name, by_name[:9]
            return
        line.township = place.township or line.township
        line.at_seat = True if place.at_seat else line.at_seat
        line.village = place.village or self.asked_place(line, text, place)
        line.township = line.village[:9] or line.township

    def in_name(self, line: SiteLine) -> list[tuple[str, Place]]:
        """What a site's name says of its place where no cell does: 合盛堡河头 of 合盛堡河头充电站.
        A bare village is asked: 花园充电站 may stand at an estate of that name."""
        if self.gazetteer.find(line.name).village:
            return [(line.name, self.gazetteer.find(line.name))]
        text = AFTER_VILLAGE.sub("", line.name)
        place = self.gazetteer.find(text)
        if place.village and not self.gazetteer.township_before(text):
            place = Place(asked=[place.village], proposal=place.village)
        return [(text, place)] if place.asked or place.village else []

    def township(self, line: SiteLine) -> str:
        """The township that the row, its section, its sheet or the login says."""
        text = text_in(line, "township")
        if text:
            found = self.gazetteer.township_of(text) or self.gazetteer.find(text).township
            found = found or self.by_village(line, text)
            if not found:
                self.said.fault(line, "township", "没有找到，请填本县的乡（镇）", text)
            return found
        return self.said.sections.get("township", "")

    def by_village(self, line: SiteLine, text: str) -> str:
        """The township whose name was written in other characters, where the village is certain to
        be in it: 薛囫囵乡 with 白坊村."""
        code = self.gazetteer.find(text_in(line, "village")).village[:9]
        name = self.said.names.townships.get(code, "")
        if not name or SequenceMatcher(None, text, name).ratio() < ALIKE:
            return ""
        self.said.note(line, "township", text, name)
        return code

    def by_name(self, line: SiteLine, place: Place) -> str:
        """The village whose full name begins a site's name, in the township that is said."""
        if not place.township or place.elsewhere:
            return ""
        villages = self.gazetteer.of_township.get(place.township, {})
        name = re.sub(rf"^{self.said.names.townships[place.township]}", "", line.name)
        named = [code for code, full in villages.items() if name.startswith(full)]
        if not named and not line.address:  # 胡疃站
            named = [code for code, full in villages.items() if is_named_after(name, stem_of(full))]
        return max(named, key=lambda code: len(villages[code]), default="")

    def asked_place(self, line: SiteLine, text: str, place: Place) -> str:
        """The village that was answered for a text that names none for certain."""
        home = self.said.names.home
        if home and not place.township and not place.elsewhere and text:
            within = self.gazetteer.find(text, home)
            if within.village:
                return within.village
            place = within if within.asked else place
        if not place.asked:
            self.said.fault(line, "village", place.fault or "没有找到", text)
            return ""
        return self.answered_place(line, text, place)

    def answered_place(self, line: SiteLine, text: str, place: Place) -> str:
        """Ask for the village of a text; an answer with +seat says that it is the seat."""
        names = [(code, self.full_name(code)) for code in place.asked]
        seats = [(f"{code}+seat", f"{name}，在乡（镇）所在地") for code, name in names]
        answer = self.said.ask(
            f"place:{line.township}:{folded(text)}",
            "place",
            f"“{text}”是哪个村（社区）？",
            line,
            [*names, *seats],
            field="village",
            said=text,
            proposal=place.proposal,
        )
        if not answer:
            self.said.fault(line, "village", "没有写到村（社区）", text)
            return ""
        code, _, seat = answer.partition("+")
        line.at_seat = True if seat else line.at_seat
        self.said.note(line, "village", text, self.full_name(code))
        return code

    def full_name(self, code: str) -> str:
        """A village with its township."""
        return self.said.names.townships.get(code[:9], "") + self.said.names.villages[code]


def is_named_after(site: str, stem: str) -> bool:
    """Whether a site is named after a village and nothing else: 胡疃充电站."""
    return len(stem) > 1 and site.startswith(stem) and bool(AFTER_VILLAGE.match(site[len(stem) :]))
