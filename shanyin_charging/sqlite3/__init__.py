"""Django's SQLite, which takes as much in one statement as the library that is there allows."""
