"""通知: the office's word to chosen units, until each of them has read it."""
