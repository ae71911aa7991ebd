"""The codes of a plan in the words of its workbook, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from targets import answers
from targets.measures import UNSPLIT
from targets.models import (
    Direction,
    Duty,
    Form,
    Part,
    Question,
    Strength,
    TargetForm,
    UnitKind,
    Window,
)
from targets.models.aims import SITE_KINDS, TARGET_OF

MARKS = "、，,；;\n"  # between several in one cell


@dataclass(frozen=True)
class Words:
    """What may stand in a cell: words for codes, and words that a code of the plan follows, as in
    场所：estate."""

    exact: Mapping[str, str] = field(default_factory=dict)  # code to word
    leading: Mapping[str, str] = field(default_factory=dict)  # beginning of a code to its word
    free: bool = False  # a code of the plan may stand alone
    several: bool = False  # what follows a leading word may be several codes

    def say(self, code: str) -> str:
        """The word of a code; what has none is said as it is."""
        if code in self.exact:
            return self.exact[code]
        for start, word in self.leading.items():
            if code.startswith(start):
                rest = code.removeprefix(start)
                return word + ("、".join(rest.split(",")) if self.several else rest)
        return code

    def read(self, word: str) -> str:
        """The code of a word; raises KeyError for one that is not offered."""
        for code, known in self.exact.items():
            if word == known:
                return code
        for start, known in self.leading.items():
            if word.replace(":", "：").startswith(known):
                rest = word[len(known) :]
                return start + (",".join(parted(rest)) if self.several else rest.strip())
        if self.free:
            return word
        raise KeyError(word)

    def knows(self, code: str) -> bool:
        """Whether a code has a word, or may stand alone."""
        return self.free or code in self.exact or code.startswith(tuple(self.leading))

    @property
    def offered(self) -> list[str]:
        """The words to be picked, in their order."""
        return [*self.exact.values(), *(f"{word}…" for word in self.leading.values())]


def parted(text: str) -> list[str]:
    """What stands in a cell one after the other."""
    for mark in MARKS[1:]:
        text = text.replace(mark, MARKS[0])
    return [part.strip() for part in text.split(MARKS[0]) if part.strip()]


def of_choices(choices: Sequence[tuple[str, str]]) -> Words:
    """The labels of a field's choices."""
    return Words({code: str(label) for code, label in choices})


GROUPS = Words(
    {
        "public_pile": "公共充电桩",
        "public_dc_pile": "公共直流充电桩",
        "public_ac_pile": "公共交流充电桩",
        UNSPLIT: "公共充电桩（未分直流交流）",
        "public_power": "公共充电桩额定功率",
        "public_connector": "公共充电枪",
        "public_station": "公共充电站",
        "dedicated_pile": "专用充电桩",
        "private_pile": "私人充电桩",
        "pile": "公共和专用充电桩",
        "swap_station": "换电站",
        "vehicle": "电动汽车",
        "parking_space": "车位",
        "car_space": "小客车停车位",
        "charging_space": "充电车位",
        "charging_distance": "充电距离",
        "pilot_selected": "已选定的试点",
        "pilot_laid_out": "已布局的试点",
        "pilot_built": "已建成的试点",
        "inspection": "安全检查",
        "hazard": "安全隐患",
        "hazard_grave": "重大安全隐患",
        "return": "月报",
    },
    {TARGET_OF: "目标数："},
)
CAUSES = Words(
    {
        "added": "新增",
        "opening": "期初",
        "dismantled": "拆除",
        "stopped": "停用",
        "resumed": "恢复使用",
        "refitted": "设备改造",
        "converted": "转换",
    }
)
ACROSS = Words(
    {
        "township": "乡（镇）",
        "village": "行政村（社区）",
        "zone": "片区",
        "road": "公路",
        "unit": "单位",
    },
    {SITE_KINDS: "场所："},
    several=True,
)
ONLY = Words({"seat": "乡（镇）所在地"}, {SITE_KINDS: "场所："}, free=True, several=True)
ASKED = Words(
    {
        "piles": "充电桩",
        "vehicles": "电动汽车",
        "swap": "换电站",
        "inspection": "安全检查",
        "distance:own": "充电距离：本乡（镇）",
    },
    {"site:": "场所：", "pilot:": "试点：", "distance:": "充电距离："},
)
TOWNSHIPS, MEMBERS = "townships", "members"  # in duties: each of these units
EACH = Words({TOWNSHIPS: "各乡（镇）", MEMBERS: "各成员单位"}, free=True)
UNIT_KINDS = of_choices(UnitKind.choices)
PARTS = of_choices(Duty.Part.choices)
FORMS, WINDOWS = of_choices(Form.choices), of_choices(Window.choices)
DIRECTIONS, STRENGTHS = of_choices(Direction.choices), of_choices(Strength.choices)
PLAYED = of_choices(Part.choices)
TARGET_FORMS = of_choices(TargetForm.choices)
ANSWERS = of_choices(Question.KINDS)
YES, NO = answers.YES, answers.NO
