"""Office files that are the same bytes for the same content: their archive without the time of
packing (pure)."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PACKED, PROPERTIES = (1980, 1, 1, 0, 0, 0), "docProps/core.xml"
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def sealed(save: Callable[[BytesIO], None], properties: Any, dated: date) -> bytes:
    """What `save` writes, with the document's own date in place of the machine's."""
    properties.created = datetime.combine(dated, time(0))
    written, kept = BytesIO(), BytesIO()
    save(written)
    with ZipFile(written) as source, ZipFile(kept, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            packed = ZipInfo(entry.filename, PACKED)
            packed.compress_type, packed.external_attr = ZIP_DEFLATED, 0o600 << 16
            content = source.read(entry)
            if (
                entry.filename == PROPERTIES
            ):  # a library may write the machine's time over any other
                content = MODIFIED.sub(
                    rb"\g<1>" + f"{dated.isoformat()}T00:00:00Z".encode(), content
                )
            target.writestr(packed, content)
    return kept.getvalue()
