"""Whether the portal is on duty as it should be."""
