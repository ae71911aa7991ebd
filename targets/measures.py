"""What can be counted: a small vocabulary with unit, scale and whether it flows or is observed.

Values are kept as integers of the smallest unit: `scale` smallest units make one unit.
"""

from dataclasses import dataclass

ONE_BY_ONE = ("swap_station", "inspection", "hazard_", "pilot_")  # so begin codes of what a line
# tells one by one: it is there or happened, or not


@dataclass(frozen=True)
class Measure:
    """One thing that can be counted or observed, in units of `scale` smallest units."""

    code: str
    name: str
    unit: str
    scale: int = 1
    level: bool = False  # a level is observed and the newest stands; a flow is summed

    @property
    def one_by_one(self) -> bool:
        """Whether each line tells of one."""
        return self.code.startswith(ONE_BY_ONE)

    def in_units(self, value: int) -> str:
        """The exact value in units as plain digits, without trailing zeros."""
        whole, rest = divmod(abs(value), self.scale)
        digits = str(rest).zfill(len(str(self.scale)) - 1).rstrip("0") if rest else ""
        return f"{'−' if value < 0 else ''}{whole}{'.' if digits else ''}{digits}"


UNSPLIT = "public_pile_unsplit"  # of what stood before, as far as nobody listed what it is

_ALL = (
    Measure("public_dc_pile", "公共直流桩", "台"),
    Measure("public_ac_pile", "公共交流桩", "台"),
    Measure(UNSPLIT, "公共充电桩（未分直流交流）", "台"),
    Measure("dedicated_dc_pile", "专用直流桩", "台"),
    Measure("dedicated_ac_pile", "专用交流桩", "台"),
    Measure("private_dc_pile", "私人直流桩", "台"),
    Measure("private_ac_pile", "私人交流桩", "台"),
    Measure("public_connector", "公共充电枪", "个"),
    Measure("dedicated_connector", "专用充电枪", "个"),
    Measure("private_connector", "私人充电枪", "个"),
    Measure("public_power", "公共桩额定功率", "千瓦", scale=10),
    Measure("dedicated_power", "专用桩额定功率", "千瓦", scale=10),
    Measure("private_power", "私人桩额定功率", "千瓦", scale=10),
    Measure("public_station", "公共充电站", "座"),
    Measure("swap_station", "换电站", "座"),
    Measure("registered", "列入登记册", "处"),
    Measure("pilot_selected", "试点已选定", "个"),
    Measure("pilot_laid_out", "试点已布局（备案或开工）", "个"),
    Measure("pilot_built", "试点已建成", "个"),
    Measure("inspection", "安全检查", "次"),
    Measure("hazard_general", "一般隐患", "处"),
    Measure("hazard_grave", "重大安全隐患", "处"),
    Measure("bev", "纯电动汽车", "辆", level=True),
    Measure("phev", "插电式混合动力汽车", "辆", level=True),
    Measure("parking_space", "车位", "个", level=True),
    Measure("car_space", "小客车停车位", "个", level=True),
    Measure("charging_space", "充电车位", "个", level=True),
    Measure("charging_distance", "充电距离", "公里", scale=100, level=True),
)
MEASURES = {measure.code: measure for measure in _ALL}

# What an indicator may count: a name, and the measures that are added up for it.
GROUPS = {
    "public_pile": ("public_dc_pile", "public_ac_pile", UNSPLIT),
    "public_dc_pile": ("public_dc_pile",),
    "public_ac_pile": ("public_ac_pile",),
    "public_power": ("public_power",),
    UNSPLIT: (UNSPLIT,),
    "public_connector": ("public_connector",),
    "dedicated_pile": ("dedicated_dc_pile", "dedicated_ac_pile"),
    "private_pile": ("private_dc_pile", "private_ac_pile"),
    "swap_station": ("swap_station",),
    "inspection": ("inspection",),
    "hazard": ("hazard_general", "hazard_grave"),
    "hazard_grave": ("hazard_grave",),
    "pile": (
        "public_dc_pile",
        "public_ac_pile",
        UNSPLIT,
        "dedicated_dc_pile",
        "dedicated_ac_pile",
    ),
    "public_station": ("public_station",),
    "vehicle": ("bev", "phev"),
    "parking_space": ("parking_space",),
    "car_space": ("car_space",),
    "charging_space": ("charging_space",),
    "charging_distance": ("charging_distance",),
    "pilot_selected": ("pilot_selected",),
    "pilot_laid_out": ("pilot_laid_out",),
    "pilot_built": ("pilot_built",),
    "return": (),  # returns are counted from the submissions, not from entries
}
# What figures are made from: the groups, and being in the register as every denominator over sites
# is.
COUNTED = frozenset({"registered", *(code for group in GROUPS.values() for code in group)})
