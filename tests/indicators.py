"""The codes of the shipped plan's indicators, by what tests ask for."""

ADDED, STOCK, VEHICLES, RATIO, QUOTA = "I01", "I02", "I03", "I04", "I33"
STATION_COVERAGE, PILE_COVERAGE, SEAT_COVERAGE, VILLAGE_COVERAGE = "I05", "I08", "I09", "I10"
DISTANCE, TIMELINESS, IMPLIED = "I11", "I34", "I35"
