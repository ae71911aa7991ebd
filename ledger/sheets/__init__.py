"""A list of any shape: what a file says, settled and read (pure: files and words, no database).

1. `cells.sheets(content)` reads a file of any make, in a child process (`workbooks.child`), within
   limits.
2. `words.Vocabulary(words, names)` knows what heads and words mean, and the plan's places by name.
3. `settling.propose(sheets, vocabulary, earlier)` gives a `Settlement`: which tables are read,
   where they begin and end, which column is which field; `earlier` is the last settlement of the
   same sender.
4. `settling.questions(sheets, settlement, vocabulary)` asks what the file does not answer itself,
   each thing once for the whole file, with a proposal. Answers are kept in `settlement.answers`, by
   the key of the question.
5. `reading.read(sheets, settlement, vocabulary, today)` gives a `Reading`: a line a site, with the
   rows of its piles, its faults (grouped, all at once), what was set aside, skipped and why, and
   the file's own totals. Nothing is read that is not named, nothing skipped without a reason: what
   is not certain is asked."""
