"""What takes long is answered by a worker where several hosts share a portal (JOBS=database): the
request itself is kept, a worker answers it as the server would, and a page waits for the answer.
Elsewhere the server answers it at once, and nothing here is used."""
