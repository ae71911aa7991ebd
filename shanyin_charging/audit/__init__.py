"""The journal, and the tables that only grow."""
