"""Whether the portal is on duty as it should be: asked once, read by probes, the command line and
the administrator's home."""
