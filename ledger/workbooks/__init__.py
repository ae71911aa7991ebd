"""The Excel return: written prefilled, read in a child process, compared with the draft before
anything is saved."""
