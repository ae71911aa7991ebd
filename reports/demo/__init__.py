"""The invented story of the demo; nothing imports it but its commands and tests."""
