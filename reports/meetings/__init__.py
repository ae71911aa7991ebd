"""调度会: planned, its pack, held, what it agreed."""
