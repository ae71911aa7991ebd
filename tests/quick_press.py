"""A press whose files take no time to make, for tests that are about something else."""

from reports.documents.stored import to_json
from reports.press import press

FORMATS = {
    kind: (lambda content, kind=kind: f"{kind}{to_json(content)}".encode(), "text/plain", name)
    for kind, (*_, name) in press.FORMATS.items()
}
