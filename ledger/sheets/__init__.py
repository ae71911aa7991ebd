"""A list of any shape: what a file says, settled and read (pure: files and words, no database).

1. `cells.sheets(content)` reads a file of any make, in a child process (`workbooks.child`), within
   limits; `turning.upright(sheets, vocabulary)` turns what lies on its side.
2. `words.load(names)` gives the `Vocabulary`: what heads and words mean (fixtures/words.json) and
   the plan's places by name.
3. `settling.propose(sheets, vocabulary, earlier)` gives a `Settlement`: which tables are read,
   where they begin and end, which column is which field; `earlier` is the sender's last one.
   `following.signature(settlement)` is the same for files of the same shape.
4. `reading.read(sheets, settlement, vocabulary, today)` gives a `Reading`: a line a site with the
   rows of its piles, its faults (all at once, `groups` of them), its notes (六 read as 6); what was
   set aside or skipped and why; the file's own totals; and `questions`: what the file does not
   answer itself, each thing once for the whole file, with a proposal.
   `proving.prove(…)` gives, for `settlement.proven`, the answers by which the numbers come out
   that the file prints of itself: they are taken without asking.
5. An answer is kept as `settlement.answers[question.key] = code`, a field of a column in
   `table.fields` (with `why` "person"), a mended text as `settlement.mended[fault.group] = text`
   for all that typed the same, or under "sheet!row:field" for one cell. Then it is read again: that
   takes milliseconds, and nothing but the settlement need be kept.

Nothing is read that is not named, nothing skipped without a reason: what is not certain is asked.
"""
