"""需协调事项: from a unit's request to its agreement that it is solved."""
