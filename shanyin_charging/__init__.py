"""The portal itself: settings, clock, dates, files; and who may come in."""
