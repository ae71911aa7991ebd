"""Archives: taken, examined, restored."""
